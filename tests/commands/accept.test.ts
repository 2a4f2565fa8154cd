/** `accepted.yaml`: what is accepted does not count and is seen; what cannot be accepted, and what is out of date. */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runAccept } from '../../src/commands/accept';
import { parseInvocation } from '../../src/commands/arguments';
import type { Invoked } from '../../src/commands/command-table';
import type { Finding } from '../../src/exchange/finding';
import { finding } from '../../src/exchange/finding';
import { unmatched, withAcceptances } from '../../src/report/acceptances';
import { contract, projectRoot } from '../support/cli';
import { contractInProcess } from '../support/in-process';
import { withProject } from '../support/temporary';

/** A folder with the project's spec, a pact that expects month 13, and a place for the report of the last run. */
function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
	return withProject(async (folder) => {
		for (const each of ['pacts', 'spec', 'node_modules']) await mkdir(join(folder, each));
		await copyFile(join(projectRoot, 'spec', 'openapi.yaml'), join(folder, 'spec', 'openapi.yaml'));
		const pact = JSON.parse(await readFile(join(projectRoot, 'pacts', 'imprint-client-imprint.json'), 'utf8'));
		for (const { response } of pact.interactions.slice(0, 3)) response.body.content.date_of_birth = { month: 13 };
		await writeFile(join(folder, 'pacts', 'pact.json'), JSON.stringify(pact));
		await use(folder);
	});
}

const month = (findings: readonly Finding[] = []) =>
	findings.filter(({ instance }) => instance === '/date_of_birth/month');
const accepted = (folder: string) => readFile(join(folder, 'accepted.yaml'), 'utf8');

async function idOfMonth(folder: string): Promise<string> {
	const { code, report } = await contractInProcess(['check'], { cwd: folder });
	const own = month(report?.findings);
	expect({ code, count: own.length, ids: new Set(own.map(({ fingerprint }) => fingerprint)).size }).toEqual({
		code: 1,
		count: 3,
		ids: 1,
	});
	return own[0]?.fingerprint ?? '';
}

test('a cause that three interactions share is accepted once, by the id that the report prints', async () => {
	await inFolder(async (folder) => {
		const id = await idOfMonth(folder);
		const launcher = join(projectRoot, 'bin', 'contract.js');
		const { code, stdout } = await contract(['accept', id, '--reason', 'known'], { cwd: folder, launcher });
		expect({ code, stdout }).toEqual({
			code: 0,
			stdout: `accepted.yaml: ${id} (response.body.invalid) is accepted. Review and commit it.\n`,
		});
		const after = await contractInProcess(['check'], { cwd: folder });
		expect(after).toMatchObject({
			code: 0,
			report: { verdict: 'agree', summary: { errors: 0, warnings: 1, accepted: 3 } },
		});
		expect(month(after.report?.findings)).toMatchObject(
			Array(3).fill({ severity: 'error', accepted: { reason: 'known' } }),
		);
		expect(after.stdout).toContain('  ok    accepted: known\n');
		expect(after.stdout).toContain('AGREE     everything that was compared agrees, with 1 warning\n');
		expect(after.stdout).toContain('findings: 1 warning, 3 accepted');
		// Against another spec, and for a file with a spec that is named, nothing is accepted.
		await copyFile(join(folder, 'spec', 'openapi.yaml'), join(folder, 'other.yaml'));
		for (const args of [
			['check', '--spec', 'other.yaml'],
			['check', 'pacts/pact.json', '--spec', 'spec/openapi.yaml'],
		]) {
			expect(await contractInProcess(args, { cwd: folder })).toMatchObject({
				code: 1,
				report: { summary: { accepted: 0 } },
			});
		}
	});
});

test('comments and order stay, an entry with the same id is replaced, and --from names the report', async () => {
	await inFolder(async (folder) => {
		const id = await idOfMonth(folder);
		const first = '- fingerprint: 0123456789ab\n  code: response.body.drift\n  where: x\n  reason: old # kept\n';
		await writeFile(join(folder, 'accepted.yaml'), `# Ours.\n${first}`);
		await contractInProcess(['check', '--format', 'json=report.json'], { cwd: folder });
		const accept = async (...more: string[]) => {
			const invocation = parseInvocation(['accept', id, '--from', 'report.json', '--reason', ...more]);
			process.chdir(folder);
			try {
				await runAccept(invocation as Invoked<'accept'>);
			} finally {
				process.chdir(projectRoot);
			}
		};
		await accept('first reason');
		await accept('two: with "quotes"', '--until', '2999-12-31');
		const text = await accepted(folder);
		expect(text.startsWith(`# Ours.\n${first}- fingerprint: `)).toBe(true);
		expect(text).toContain('two: with "quotes"');
		expect(text).toContain('until: 2999-12-31\n');
		expect(text).not.toContain('first reason');
		expect(await contractInProcess(['check'], { cwd: folder })).toMatchObject({ code: 0 });
	});
});

describe('an acceptance', () => {
	const error = finding({ code: 'response.body.invalid', title: 'A.', fix: ['Do it.'], instance: '/a' });
	const entry = { fingerprint: error.fingerprint, code: error.code, reason: 'known', until: '2027-01-31' };

	it('holds through its last day, then the finding counts again, with a note', () => {
		expect(withAcceptances([error], [entry], '2027-01-31')).toMatchObject([{ accepted: { until: '2027-01-31' } }]);
		const [after] = withAcceptances([error], [entry], '2027-02-01');
		expect(after?.accepted).toBeUndefined();
		expect(after?.fix).toEqual(['Do it.', 'Accept it again: the acceptance in accepted.yaml ended on 2027-01-31.']);
	});

	it('applies only to its own cause and code', () => {
		const other = finding({ code: 'response.body.invalid', title: 'B.', instance: '/b' });
		const odd = { ...entry, code: 'response.body.drift' };
		expect(withAcceptances([other], [entry], '2026-01-01')).toEqual([other]);
		expect(withAcceptances([error], [odd], '2026-01-01')).toEqual([error]);
	});

	it.each(['provider.timeout', 'provider.mismatch'] as const)(
		'never hides %s, also where somebody wrote it',
		(code) => {
			const own = finding({ code, title: 'A.' });
			const written = { fingerprint: own.fingerprint, code, reason: 'known' };
			expect(withAcceptances([own], [written], '2026-01-01')).toEqual([own]);
		},
	);

	it('that matches nothing is a warning', () => {
		expect(unmatched([error], [entry])).toEqual([]);
		expect(unmatched([], [entry])).toMatchObject([{ code: 'accepted.unmatched', severity: 'warning' }]);
	});
});

describe('invalid acceptances: exit 2, one message', () => {
	const entry = '- fingerprint: 0123456789ab\n  code: response.body.drift\n  reason: known\n';

	it.each([
		['a: 1', 'it is not a list'],
		['- 1', 'entry 1 is not a map'],
		['- fingerprint: 1', 'entry 1 has no fingerprint of 12 hex digits'],
		['- fingerprint: 0123456789ab', 'entry 1 has no code of a finding'],
		['- fingerprint: 0123456789ab\n  code: constructor', 'entry 1 has no code of a finding'],
		['- fingerprint: 0123456789ab\n  code: response.body.drift', 'entry 1 has no reason'],
		[`${entry}  until: tomorrow`, 'entry 1 has "until" without a date such as 2027-01-31'],
		[`${entry}  until: 2027-02-30`, 'entry 1 has "until" without a date such as 2027-01-31'],
		[
			`${entry}  untill: 2027-02-20`,
			'entry 1 has the key "untill"; it may have fingerprint, code, where, reason, until',
		],
		[entry + entry, 'it accepts 0123456789ab twice'],
	])('accepted.yaml with %j', async (text, reason) => {
		await inFolder(async (folder) => {
			await writeFile(join(folder, 'accepted.yaml'), text);
			expect(await contractInProcess(['check'], { cwd: folder })).toMatchObject({
				code: 2,
				stderr: `accepted.yaml cannot be used: ${reason}. Correct it.\n`,
			});
			// It is not read for another spec.
			await copyFile(join(folder, 'spec', 'openapi.yaml'), join(folder, 'other.yaml'));
			expect(await contractInProcess(['check', '--spec', 'other.yaml'], { cwd: folder })).toMatchObject({ code: 1 });
		});
	});

	it.each([
		['no id', ['abc'], '"abc" is not an id of a finding: 12 hex digits, as the report prints it.'],
		[
			'another id',
			['0123456789ab'],
			'The report report.json has no finding 0123456789ab. Take the id that the report prints.',
		],
		['no day', ['0123456789ab', '--until', '2027-02-30'], '--until 2027-02-30 is not a day of the calendar.'],
		[
			'an unjudged one',
			['aaaaaaaaaaaa'],
			'aaaaaaaaaaaa (provider.timeout): what could not be judged cannot be accepted.',
		],
		[
			'a mismatch of Pact',
			['bbbbbbbbbbbb'],
			'bbbbbbbbbbbb (provider.mismatch): a mismatch that Pact itself finds cannot be accepted.',
		],
		[
			'a note',
			['cccccccccccc'],
			'cccccccccccc (recording.skipped): a note never counts, so there is nothing to accept.',
		],
	])('accept %s', async (_what, args, message) => {
		await inFolder(async (folder) => {
			const findings = [
				{ code: 'provider.timeout', fingerprint: 'aaaaaaaaaaaa' },
				{ code: 'provider.mismatch', fingerprint: 'bbbbbbbbbbbb' },
				{ code: 'recording.skipped', fingerprint: 'cccccccccccc' },
			];
			await writeFile(join(folder, 'report.json'), JSON.stringify({ findings }));
			const words = ['accept', ...args, '--reason', 'known', '--from', 'report.json'];
			process.chdir(folder);
			try {
				await expect(runAccept(parseInvocation(words) as Invoked<'accept'>)).rejects.toThrow(message);
			} finally {
				process.chdir(projectRoot);
			}
		});
	});
});
