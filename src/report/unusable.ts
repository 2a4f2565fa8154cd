/** The report of a run that could not begin because an input cannot be used. */
import { finding } from '../exchange/finding';
import { type Command, makeReport, type Report } from './report';

export function unusable(
	{ command, spec }: { readonly command: Command; readonly spec: string },
	message: string,
): Report {
	const findings = [finding({ code: 'input.unusable', message })];
	return makeReport({ command, strict: false, judged: [], findings, spec: { file: spec, version: '' } });
}
