/** `contract accept`: writes a finding of a report into `accepted.yaml`. */
import { type Code, severities } from '../exchange/finding';
import { InputError } from '../json/input-error';
import { accept, acceptanceFile, isDate, refusal } from '../report/acceptances';
import { reportedFinding } from '../report/last-run';
import type { Invoked } from './command-table';

/** Returns what to print. Throws {@link InputError} for a finding that cannot be accepted. */
export async function runAccept({ files, reason, until, from }: Invoked<'accept'>): Promise<string> {
	const [fingerprint = ''] = files;
	if (!/^[0-9a-f]{12}$/.test(fingerprint)) {
		throw new InputError(`"${fingerprint}" is not an id of a finding: 12 hex digits, as the report prints it.`);
	}
	if (until !== undefined && !isDate(until)) throw new InputError(`--until ${until} is not a day of the calendar.`);
	const { code, where } = await reportedFinding(fingerprint, from);
	if (!isCode(code)) throw new InputError(`The report has the code "${code}", which this version does not know.`);
	const reasonAgainst = refusal(code);
	if (reasonAgainst !== undefined) throw new InputError(`${fingerprint} (${code}): ${reasonAgainst}.`);
	await accept({ fingerprint, code, where, reason, ...(until === undefined ? {} : { until }) });
	return `${acceptanceFile}: ${fingerprint} (${code}) is accepted${until === undefined ? '' : ` until ${until}`}. Review and commit it.\n`;
}

const isCode = (code: string): code is Code => Object.hasOwn(severities, code);
