/** Where the reports of a run go: one is printed, others go to files, none of which may be one that the run reads. */
import { readdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InputError } from '../json/input-error';
import { acceptanceFile } from '../report/acceptances';
import type { Format, Target } from './option';

export interface Targets {
	readonly reports: readonly Target[];
	/** The file for the report that has none of its own. */
	readonly output: string | undefined;
}

/** The format that is printed: that of the report without a file, or text where that report goes to `--output`. */
export function printedFormat({ reports, output }: Targets): Format {
	const own = reports.find(({ file }) => file === undefined);
	return output === undefined ? (own?.format ?? 'text') : 'text';
}

/** The reports that go to files. */
export function filesOf({ reports, output }: Targets): { readonly format: Format; readonly file: string }[] {
	const own = reports.find(({ file }) => file === undefined)?.format ?? 'text';
	const hasFile = (each: Target): each is Target & { file: string } => each.file !== undefined;
	return [...reports.filter(hasFile), ...(output === undefined ? [] : [{ format: own, file: output }])];
}

interface Options extends Targets {
	readonly spec: string;
	/** The folder of the pacts. */
	readonly pacts: string;
	readonly files?: readonly string[];
	readonly har?: string | undefined;
}

/** Throws `InputError` where a report or a recording cannot be written, or would replace what the run reads. */
export async function tryTargets(options: Options): Promise<void> {
	const { har } = options;
	const files = filesOf(options).map(({ file }) => file);
	await refuseInputs([...files, ...(har === undefined ? [] : [har])], options);
	for (const file of files) await (await import('../report/write-report')).tryReport(file);
	if (har !== undefined) await (await import('../har/write-file')).tryHar(har);
}

async function refuseInputs(targets: readonly string[], options: Options): Promise<void> {
	if (targets.length === 0) return;
	const place = (file: string) => realpath(file).catch(() => resolve(file));
	const pacts = await readdir(options.pacts).catch(() => []);
	const read = [
		options.spec,
		...(options.files ?? []),
		acceptanceFile,
		'.env',
		...pacts.map((name) => join(options.pacts, name)),
	];
	const inputs = new Set(await Promise.all(read.map(place)));
	const seen = new Set<string>();
	for (const file of targets) {
		const own = await place(file);
		if (inputs.has(own))
			throw new InputError(`${file} is read by this run, so no report may replace it. Name another file.`);
		if (seen.has(own)) throw new InputError(`Two reports go to ${file}. Name a file for each.`);
		seen.add(own);
	}
}
