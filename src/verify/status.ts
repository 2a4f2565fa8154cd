/** Which statuses a contract admits: its own, or those of its matcher for statuses (Pact specification 4). */
import { isObject, type Json, property } from '../json/json';
import { writtenNumber } from '../json/number-text';
import type { HttpInteraction } from './state-values';
import { listOf, sideOf, type Written } from './written';

const classes: Readonly<Record<string, (status: number) => boolean>> = {
	info: (status) => status >= 100 && status < 200,
	success: (status) => status >= 200 && status < 300,
	redirect: (status) => status >= 300 && status < 400,
	clientError: (status) => status >= 400 && status < 500,
	serverError: (status) => status >= 500,
	nonError: (status) => status < 400,
	error: (status) => status >= 400,
};

/** Whether the contract admits the status. */
export const isExpectedStatus = (written: Written, { exchange }: HttpInteraction, status: number): boolean =>
	statusMatcher(written)?.(status) ?? status === exchange.response.status;

/** Undefined where no matcher says anything of the status. */
function statusMatcher(written: Written): ((status: number) => boolean) | undefined {
	const rule = property(sideOf(written, 'response').matchingRules, 'status');
	// The Rust core keys it by the path of the whole, `$`.
	const matchers = listOf(property(rule, 'matchers') ?? property(property(rule, '$'), 'matchers'));
	const own = matchers.filter((each) => property(each, 'match') === 'statusCode');
	const wanted = own.map((each) => property(each, 'status'));
	if (wanted.length === 0) return undefined;
	return (status) => wanted.every((each) => isAmong(status, each ?? null));
}

/** For messages: `500`, or `a status that its matcher admits (example 500)`. */
export const expectedStatus = (written: Written, { exchange }: HttpInteraction): string =>
	statusMatcher(written)
		? `a status that its matcher admits (example ${exchange.response.status})`
		: String(exchange.response.status);

function isAmong(status: number, wanted: Json): boolean {
	if (typeof wanted === 'string' && Object.hasOwn(classes, wanted)) return classes[wanted]?.(status) === true;
	return listOf(isObject(wanted) ? [] : wanted).some((each) => Number(writtenNumber(each) ?? each) === status);
}
