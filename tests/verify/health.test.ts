/** What refusals, outages and missing plugins mean for the verdict: they say nothing about the contract. */
import { type Answer, type Asked, expecting, json, verifyDepot } from './depot';

const ok: Answer = { headers: json, body: '{}' };
const status = (code: number): Answer => ({ status: code, headers: [['Retry-After', '0']] });
const reset: Answer = { isReset: true };
const asked = (answer: Answer): Asked => ({ response: expecting('{}'), answer });
const env = { IMPRINT_API_KEY: 'key' };

test.each<[what: string, answers: readonly Answer[], verdict: string]>([
	['refusals among outages', [ok, status(401), status(429), status(503), reset], 'unjudged'],
	['a refusal after an outage', [ok, status(503), status(403), ok], 'unjudged'],
	['refusals until the end', [ok, status(401), status(401)], 'unjudged'],
	['refusals of all', [status(403), status(401)], 'unjudged'],
	['a refusal among answers', [ok, status(401), ok], 'disagree'],
	['a refusal beside a lasting failure', [ok, status(401), status(500), ok], 'disagree'],
	['a failure among answers', [ok, status(503), ok], 'disagree'],
])('%s', async (_, answers, verdict) => {
	expect((await verifyDepot(answers.map(asked), { env })).verdict).toBe(verdict);
});

test('what needs a plugin is left unjudged by its name, and the rest is judged', async () => {
	const metadata = ',"plugins":[{"name":"csv","version":"0.0.6","configuration":{}}]';
	const { codes, seen, findings } = await verifyDepot(
		[
			asked(ok),
			{ ...asked(ok), more: ',"pluginConfiguration":{"csv":{}}' },
			{ response: '{"status":200,"body":{"content":"a,b","contentType":"text/csv","encoded":false}}', answer: ok },
			{ ...asked({ headers: json, body: '[]' }) },
		],
		{ metadata },
	);
	expect(codes).toEqual([[], ['pact.plugin.missing'], ['pact.plugin.missing'], ['provider.mismatch']]);
	expect(seen.map(({ target }) => target)).toEqual(['/0', '/3']);
	expect(findings[0]?.title).toContain('"csv 0.0.6"');
});
