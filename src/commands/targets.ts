/** Where the reports of a run go: one is printed, others go to files, none of which may be one that the run reads. */
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
	readonly command: string;
	readonly spec: string;
	readonly files?: readonly string[];
	readonly har?: string | undefined;
	/** What the run reads besides, as far as it is known. */
	readonly read: readonly (string | undefined)[];
}

/** Throws `InputError` where a report or a recording cannot be written, or would replace what the run reads. */
export async function tryTargets({ command, spec, files = [], har, read, ...targets }: Options): Promise<void> {
	const reports = filesOf(targets).map(({ file }) => file);
	const all = [...reports, ...(har === undefined ? [] : [har])];
	if (all.length === 0) return;
	const inputs = [...files, ...read, acceptanceFile, 'package.json'].filter((each) => each !== undefined);
	const { refuseRead } = await import('./replaceable');
	await refuseRead(all, { spec, inputs, isDeep: command === 'merge' });
	for (const file of reports) await (await import('../report/write-report')).tryReport(file);
	if (har !== undefined) await (await import('../har/write-file')).tryHar(har);
}
