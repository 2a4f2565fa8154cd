/** The one file that imports ajv: its set-up, and what the rest of this folder needs of it. */
import Ajv, {
	_,
	type CodeKeywordDefinition,
	type ErrorObject,
	type KeywordCxt,
	type ValidateFunction,
} from 'ajv/dist/2020';
import type { BrokenReference } from '../document/document';
import { type ExactTest, exactKeywords, isWhole, numberFormat, wholeKeyword } from './exact-keywords';
import { formats } from './formats';
import { watchedPattern } from './pattern';
import { broken, Unverifiable } from './reading';

export type { Ajv, ErrorObject, ValidateFunction };

/**
 * A fresh instance. `isFull`: it reports every fault and not only whether there is one; `tracks`: which properties were
 * evaluated, for `unevaluatedProperties`. With tracking ajv tries every alternative even if one holds; without it a
 * full instance uses `branchOf`, which returns a quick validator of one alternative.
 */
export function createAjv(isFull: boolean, tracks: boolean, branchOf: (schema: object) => ValidateFunction): Ajv {
	const ajv = new Ajv({
		allErrors: isFull,
		verbose: isFull,
		// The translator lets only known keywords and formats through, so strictness has nothing left to catch,
		// and what it calls unwise (a `then` without `if`) is still a valid spec.
		strict: false,
		meta: false,
		validateSchema: false,
		logger: false,
		formats,
		// A large spec has thousands of schemas, most used once: fast compilation matters more than fast code.
		inlineRefs: false,
		code: {
			optimize: false,
			regExp: Object.assign((source: string) => watchedPattern(source) as RegExp, { code: 'new RegExp' }),
		},
	});
	ajv.opts.unevaluated = tracks;
	compareExactly(ajv);
	ajv.addKeyword({ keyword: broken, validate: throwReason });
	if (isFull && !tracks) reportBriefly(ajv, branchOf);
	return ajv;
}

/** Throws the reason when a value reaches the piece. */
function throwReason(reason: Unverifiable | BrokenReference): never {
	throw new Unverifiable(reason.pointer, reason.message);
}

/** Puts our keywords in the place of those of ajv that compare doubles. */
function compareExactly(ajv: Ajv): void {
	const asks = ({ gen, data, it }: KeywordCxt, test: ExactTest) =>
		_`${gen.scopeValue('func', { ref: test })}(${data}, ${it.parentData}, ${it.parentDataProperty})`;
	for (const [keyword, testOf] of Object.entries(exactKeywords)) {
		const { error, ...own } = ajv.getKeyword(keyword) as CodeKeywordDefinition;
		// The parameters of this error are set by ajv's own code.
		const kept = keyword === 'uniqueItems' ? {} : { error };
		const code = (context: KeywordCxt) =>
			context.pass(asks(context, testOf(context.schema, context.parentSchema, keyword)));
		ajv.removeKeyword(keyword).addKeyword({ ...own, ...kept, keyword, code } as CodeKeywordDefinition);
	}
	ajv.addKeyword({ keyword: wholeKeyword, type: 'number', code: (context) => context.pass(asks(context, isWhole)) });
	const own = ajv.getKeyword('format') as CodeKeywordDefinition;
	ajv.removeKeyword('format').addKeyword({
		...own,
		code(context, ruleType) {
			const test = numberFormat(context.schema);
			if (test === undefined) own.code(context, ruleType);
			else if (ruleType === 'number') context.pass(asks(context, test));
		},
	});
}

interface BranchTest {
	(data: unknown, context?: Parameters<ValidateFunction>[1]): boolean;
	errors?: Partial<ErrorObject>[];
}

/**
 * Makes `ajv` report only which `oneOf`/`anyOf` branches match and omit branch errors, which would grow exponentially
 * when nested; `explain` evaluates branches on demand.
 */
function reportBriefly(ajv: Ajv, branchOf: (schema: object) => ValidateFunction): void {
	for (const keyword of ['anyOf', 'oneOf'] as const) {
		const most = keyword === 'oneOf' ? 1 : Number.POSITIVE_INFINITY;
		const compile = (branches: readonly object[], parentSchema: object) => {
			const validate: BranchTest = (data, context) => {
				const passing: number[] = [];
				for (const [index, branch] of branches.entries()) {
					if (!branchOf(branch)(data, context)) continue;
					passing.push(index);
					if (keyword === 'anyOf' || passing.length > most) break;
				}
				if (passing.length > 0 && passing.length <= most) return true;
				const params = { brief: true, ...(passing.length > 0 ? { passingSchemas: passing } : {}) };
				validate.errors = [{ keyword, params, parentSchema }];
				return false;
			};
			return validate;
		};
		ajv.removeKeyword(keyword).addKeyword({ keyword, schemaType: 'array', compile });
	}
}
