/**
 * Mutants that change nothing that anybody could see, each with the reason. An entry names them by file, operator and
 * source text, and is an error once it fits none, or one that a test catches after all.
 */
export const equivalents = [
	{
		file: 'src/check/parameter/parameter-value.ts',
		operator: 'condition never holds',
		source: 'spec.validator.surelyAgrees(reading, schema, value)',
		reason: 'what surely agrees has no faults and no unknown field either: asking is only quicker',
	},
	{
		file: 'src/check/parameter/parameter-value.ts',
		operator: 'text emptied',
		source: "'simple'",
		reason: 'a plain text is read by the long way as well: this is only quicker',
	},
	{
		file: 'src/check/parameter/parameter-value.ts',
		operator: 'right of || left out',
		source: "parameter.style === 'simple' || parameter.style === 'form'",
		reason: 'a plain text is read by the long way as well: this is only quicker',
	},
	{
		file: 'src/check/parameter/parameter-value.ts',
		operator: 'left of || left out',
		source: "parameter.style === 'simple' || parameter.style === 'form'",
		reason: 'a plain text is read by the long way as well: this is only quicker',
	},
	{
		file: 'src/check/parameter/parameter-value.ts',
		operator: 'condition never holds',
		source: "reader.shapes.join() === 'primitive' && (parameter.style === 'simple' || parameter.style === 'form')",
		reason: 'a plain text is read by the long way as well: this is only quicker',
	},
	{
		file: 'src/check/parameter/parameter-value.ts',
		operator: 'condition never holds',
		source: 'isPlain && sent.texts.length === 1',
		reason: 'a plain text is read by the long way as well: this is only quicker',
	},
	{
		file: 'src/check/parameter/parameter-value.ts',
		operator: 'condition always holds',
		source: "!(reader.takesAnyText && typeof value === 'string')",
		reason: 'a text that may be any is held against its schema without a fault: this is only quicker',
	},
	{
		file: 'src/check/parameter/parameter-value.ts',
		operator: 'text emptied',
		source: "'string'",
		reason: 'a text that may be any is held against its schema without a fault: this is only quicker',
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
