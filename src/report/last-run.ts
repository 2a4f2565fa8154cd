/**
 * What `contract accept` needs of the last run: its findings without any value. It is left in `node_modules/.cache/`,
 * which git ignores; where there is no `node_modules/`, nothing is left.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf, InputError, reasonOf } from '../json/input-error';
import { isObject, jsonIn, property } from '../json/json';
import type { Redactor } from '../redact/redact';
import { replaceFile } from '../system/atomic-file';
import type { Report } from './report';

const lastRun = join('node_modules', '.cache', 'contract', 'last-run.json');

/** Leaves the report, redacted. A run does not fail if it cannot be left; `accept` reports that. */
export async function leaveReport({ formatVersion, command, findings }: Report, redactor: Redactor): Promise<void> {
	if (!existsSync('node_modules')) return;
	const kept = findings.map(({ code, severity, operation, status, spec, fingerprint }) => ({
		...{ code, severity, operation, status, spec, fingerprint },
	}));
	try {
		await mkdir(dirname(lastRun), { recursive: true });
		const left = redactor.data({ formatVersion, command, findings: kept });
		await replaceFile(lastRun, `${JSON.stringify(left)}\n`);
	} catch {
		// Read-only, or full.
	}
}

export interface ReportedFinding {
	readonly code: string;
	/** `updateCustomer 200 /components/schemas/Customer`, what of it there is. */
	readonly where: string;
}

/** The finding in a JSON report, that of the last run unless `file` is given. Throws {@link InputError}. */
export async function reportedFinding(fingerprint: string, file = lastRun): Promise<ReportedFinding> {
	const name = file === lastRun ? 'The report of the last run' : `The report ${file}`;
	const text = await readFile(file, 'utf8').catch((error: unknown) => {
		if (file !== lastRun || codeOf(error) !== 'ENOENT')
			throw new InputError(`${name} cannot be read: ${reasonOf(error)}.`);
		throw new InputError(
			'There is no report of a last run. Run the command that has the finding, or say --from REPORT.',
		);
	});
	const findings = property(jsonIn(text), 'findings');
	if (!Array.isArray(findings))
		throw new InputError(`${name} is not a JSON report. Write one with --format json=FILE.`);
	const found = findings.find((each) => property(each, 'fingerprint') === fingerprint);
	const code = property(found, 'code');
	if (!isObject(found) || typeof code !== 'string') {
		throw new InputError(`${name} has no finding ${fingerprint}. Take the id that the report prints.`);
	}
	const places = [
		property(found, 'operation'),
		property(found, 'status'),
		property(property(found, 'spec'), 'pointer'),
	];
	return { code, where: places.filter((each) => each !== undefined && each !== '').join(' ') };
}
