/** Writes a report to the file that was named for it. */
import { writeFile } from 'node:fs/promises';
import { InputError } from '../json/input-error';
import { reasonAgainstWriting, tryWriting } from '../system/atomic-file';

/** Throws {@link InputError} where `file` cannot be written. */
export async function writeReport(file: string, report: string): Promise<void> {
	await writeFile(file, report).catch(refuse(file));
}

/** Throws {@link InputError} where `file` cannot be written, before there is a report. */
export async function tryReport(file: string): Promise<void> {
	await tryWriting(file).catch(refuse(file));
}

function refuse(file: string): (error: unknown) => never {
	return (error) => {
		const what = `The report cannot be written to ${file}: ${reasonAgainstWriting(error)}`;
		throw new InputError(`${what}. Name another file with --output.`);
	};
}
