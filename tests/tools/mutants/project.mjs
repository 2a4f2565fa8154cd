/** A project of one rule and one weak test. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const file = 'fare.ts';
const bound = { file, operator: 'bound moved', source: 'distance <= 0', reason: 'for the sake of the test' };
const stale = { file, operator: 'bound moved', source: 'distance <= 7', reason: 'there is no such line' };
const caught = { file, operator: 'condition always holds', source: 'distance <= 0', reason: 'it is none' };

export default {
	root: dirname(fileURLToPath(import.meta.url)),
	sources: /^fare\.ts$/,
	tests: /^fare\.cases\.ts$/,
	equivalents: { none: [], bound: [bound], stale: [stale], caught: [caught] }[process.env.EQUIVALENTS ?? 'none'],
	threshold: 60,
};
