/**
 * Mutants that change nothing that anybody could see, each with the reason. An entry names them by file, operator and
 * source text, and is an error once it fits none, or one that a test catches after all.
 */
export const equivalents = [
	{
		file: 'src/check/parameter/parameter-value.ts',
		operator: 'condition never holds',
		source: 'spec.validator.surelyAgrees(reading, at, value)',
		reason: 'what surely agrees has no faults and no unknown field either: asking is only quicker',
	},
	{
		file: 'src/check/parameter/reader.ts',
		operator: 'condition never holds',
		source: 'readings.length <= 1',
		reason:
			'a single reading is the one that is taken, whether its schema accepts it or not: not asking is only quicker',
	},
	{
		file: 'src/check/parameter/reader.ts',
		operator: 'bound moved',
		source: 'readings.length <= 1',
		reason:
			'a single reading is the one that is taken, whether its schema accepts it or not: not asking is only quicker',
	},
];
