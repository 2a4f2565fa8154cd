/** The job that compares our spec with the published one: its steps against an HTTPS server, and what SPEC_URL must be. */
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { createAuthority } from '../support/certificates';
import { projectRoot } from '../support/cli';
import { closedPort, withHttps } from '../support/server';
import { withFolder } from '../support/temporary';
import { runStep } from './support/script';
import { wordsOf, workflow } from './support/workflow';

const authority = createAuthority();
const server = authority.server(['127.0.0.1']);
const [download = [], compare = []] = (workflow('sandbox').jobs.spec?.steps ?? [])
	.flatMap(({ run }) => (run?.startsWith('node ') ? [wordsOf(run).slice(1)] : []))
	.map(([script = '', ...args]) => [script, ...args]);

/** Runs the steps with what `listener` publishes; the second only after the first. */
function published(listener: RequestListener, addressOf = (port: number) => `https://127.0.0.1:${port}/spec`) {
	return withFolder(async (folder) => {
		const [file, trusted] = [join(folder, 'new.yaml'), join(folder, 'ca.pem')];
		await writeFile(trusted, authority.cert);
		const inFolder = (args: readonly string[]) => args.map((each) => (each === 'published-spec.yaml' ? file : each));
		return withHttps(server, listener, async (port) => {
			const env = { SPEC_URL: addressOf(port), NODE_EXTRA_CA_CERTS: trusted };
			const first = await runStep(join(folder, 'first'), inFolder(download), { env });
			expect(existsSync(file)).toBe(first.code === 0);
			return { first, second: first.code === 0 ? await runStep(folder, inFolder(compare)) : undefined };
		});
	});
}

const serving =
	(file: string): RequestListener =>
	(_, response) =>
		response.end(readFileSync(join(projectRoot, file)));

test('the same spec: green', async () => {
	const { second } = await published(serving('spec/openapi.yaml'));
	expect(second?.code).toBe(0);
	expect(second?.summary).toContain('no change in what the spec means');
});

test('one that breaks interactions: red, with annotations, and the changes in the summary', async () => {
	const { first, second } = await published(serving('tests/diff/ten-changes/openapi.yaml'));
	expect(first.log).toMatch(/new\.yaml: \d+ bytes/);
	expect(second?.code).toBe(1);
	expect(second?.log).toMatch(/^::error .*client\.intolerant/m);
	expect(second?.summary).toContain('Response 404 of updateCustomer, /message: no longer required.');
});

test.each<readonly [string, number, string | undefined, string]>([
	['a redirect', 302, 'x', 'SPEC_URL answered 302, a redirect. Set it to the address that this leads to.'],
	['an error', 404, 'x', 'SPEC_URL answered 404.'],
	['nothing', 200, undefined, 'SPEC_URL answered without a body.'],
])('%s is not downloaded', async (_, status, body, message) => {
	const { first } = await published((_, response) =>
		response.writeHead(status, { location: 'http://127.0.0.1/' }).end(body),
	);
	expect(first).toMatchObject({ code: 2, log: `${message}\n` });
});

test.each([
	['http', () => 'http://user:secret@127.0.0.1/spec', 'SPEC_URL is not an https URL.'],
	['no URL', () => 'spec.yaml', 'SPEC_URL is not an https URL.'],
	['not set', () => '', expect.stringMatching(/^Not set: SPEC_URL\./)],
])('%s: nothing is requested', async (_, addressOf, message) => {
	let requests = 0;
	const { first } = await published((_, response) => {
		requests += 1;
		response.end('x');
	}, addressOf);
	expect({ ...first, requests }).toMatchObject({ code: 2, requests: 0, log: expect.stringContaining('SPEC_URL') });
	expect(first.log.trim()).toEqual(message);
});

test('a server that is not there: exit 2, and one line', async () => {
	const port = await closedPort();
	const { first } = await published(
		() => {},
		() => `https://127.0.0.1:${port}/?key=secret`,
	);
	expect(first).toMatchObject({
		code: 2,
		log: 'SPEC_URL could not be read (ECONNREFUSED). Check the address, or run the job again.\n',
	});
});

test('the job runs only where SPEC_URL is set, and has no secret', () => {
	const { if: condition, permissions, steps } = workflow('sandbox').jobs.spec ?? {};
	expect([condition, permissions]).toEqual(["vars.SPEC_URL != ''", undefined]);
	expect(JSON.stringify(steps)).not.toMatch(/secrets|github\.token/);
});
