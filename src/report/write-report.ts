/** Writes a report to the file that was named for it. */
import { InputError, reasonAgainstWriting } from '../json/input-error';
import { replaceFile, tryReplacing } from '../system/atomic-file';

/** Replaces `file` whole. Throws {@link InputError} where it cannot be written; the old one is kept then. */
export async function writeReport(file: string, report: string): Promise<void> {
	await replaceFile(file, report).catch(refuse(file));
}

/** Throws {@link InputError} where `file` cannot be written, before there is a report. */
export async function tryReport(file: string): Promise<void> {
	await tryReplacing(file).catch(refuse(file));
}

function refuse(file: string): (error: unknown) => never {
	return (error) => {
		const what = `The report cannot be written to ${file}: ${reasonAgainstWriting(error)}`;
		throw new InputError(`${what}. Name another file with --output.`);
	};
}
