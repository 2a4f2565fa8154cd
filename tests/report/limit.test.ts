/** How many findings an interaction has in the report, and that what is accepted hides nothing. */
import { type Code, type Finding, finding, verdictOf } from '../../src/exchange/finding';
import { refusal, withAcceptances } from '../../src/report/acceptances';
import { limited } from '../../src/report/limit';

const interaction = { file: 'pact.json', index: 0, description: 'creates a parcel' };
const many = (code: Code, count: number, start = 0): Finding[] =>
	Array.from({ length: count }, (_, index) =>
		finding({
			code,
			title: `No ${start + index}.`,
			role: 'contract',
			operation: 'create',
			interaction,
			detail: `${start + index}`,
		}),
	);
const accepted = (findings: readonly Finding[]) =>
	findings.map(({ fingerprint, code }) => ({ fingerprint, code, reason: 'known' }));

test('twenty of a code are shown, and the others are counted', () => {
	expect(limited(many('request.body.unknown', 20))).toHaveLength(20);
	const shown = limited(many('request.body.unknown', 999));
	expect(shown).toHaveLength(21);
	expect(shown.at(-1)).toMatchObject({
		code: 'rest.errors',
		severity: 'error',
		title: '979 more findings of request.body.unknown; the report shows 20 for an interaction.',
		interaction,
		operation: 'create',
	});
});

test('from a thousand on there may be more than were looked at, even if all of them are accepted', () => {
	const all = many('request.body.unknown', 1_000);
	expect(limited(all).at(-1)?.title).toMatch(/^At least 980 more findings/);
	expect(verdictOf(limited(withAcceptances(all, accepted(all))))).toBe('disagree');
});

test('each code is counted by itself, and what is left out is as severe', () => {
	const shown = limited([...many('request.parameter.unknown', 22), ...many('request.body.invalid', 21)]);
	expect(shown.slice(-2).map(({ code, title }) => [code, title.split(';')[0]])).toEqual([
		['rest.warnings', '2 more findings of request.parameter.unknown'],
		['rest.errors', '1 more finding of request.body.invalid'],
	]);
	expect(verdictOf(shown.filter(({ severity }) => severity === 'warning'))).toBe('agree');
});

test('what is accepted hides nothing that is not', () => {
	const all = many('request.body.unknown', 60);
	const shown = limited(withAcceptances(all, accepted(all.slice(0, 59))));
	expect(shown).toHaveLength(60);
	expect(verdictOf(shown)).toBe('disagree');
	expect(verdictOf(limited(withAcceptances(all, accepted(all))))).toBe('agree');
});

test('what is left out cannot be accepted', () => {
	const shown = limited(many('request.body.unknown', 60));
	const again = withAcceptances(shown, accepted(shown));
	expect(verdictOf(again)).toBe('disagree');
	expect(['rest.errors', 'rest.warnings'].map((code) => refusal(code as Code))).toEqual(
		Array.from({ length: 2 }, () => 'what the report leaves out cannot be accepted'),
	);
});

test('the fingerprint does not depend on how many there are', () => {
	const prints = [21, 400].map((count) => limited(many('request.body.unknown', count)).at(-1)?.fingerprint);
	expect(prints[0]).toBe(prints[1]);
	const [one, other] = ['/items/3/a', '/items/40/a'].map(
		(instance) => finding({ code: 'request.body.invalid', title: '', instance }).fingerprint,
	);
	expect(one).toBe(other);
});
