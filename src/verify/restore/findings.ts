/** How a restoration is reported: by the names of the fields, never by a value. */
import { type Code, type Finding, finding } from '../../exchange/finding';
import { child } from '../../json/pointer';
import { capital } from '../../json/text';
import type { Left, Restoration } from './restore';

/** The findings that a restoration leads to; none where everything is restored. */
export function findingsOf(
	{ failed, left, violations, strayed }: Restoration,
	provider: string,
	variables: readonly string[],
): Finding[] {
	const whose = variables.length === 0 ? '' : ` on what ${variables.join(' and ')} names`;
	const findings = violations.map(({ kind, field, request }) => {
		const { interaction, purpose } = request;
		const { code, what } = violationWords[kind];
		const title = `${capital(provider)} ${what(field)}${interaction ? '' : ` (request: ${purpose})`}.`;
		const fix = ['Report it to the provider.', 'Run it alone if another run used the same data at the same time.'];
		const at = interaction && { file: interaction.file, pointer: child('/interactions', interaction.index) };
		return finding({
			code,
			role: 'provider',
			title,
			fix,
			detail: field,
			...(interaction && at && { interaction, at }),
		});
	});
	const at = `At ${provider}`;
	const report = (code: Code, fields: readonly string[], title: string, ...fix: string[]) => {
		const detail = fields.join(', ');
		if (fields.length > 0) findings.push(finding({ code, role: 'provider', title, fix, detail }));
	};
	report(
		'restore.strayed',
		strayed,
		`${at}, ${strayed.join(', ')} changed, and no update of this run names it.`,
		'Check whether the provider changes more than it is asked to.',
		`Check whether somebody else used the same data, and set the fields by hand${whose}.`,
	);
	const refused = failed.filter(({ isUnconfirmed }) => !isUnconfirmed);
	report(
		'restore.failed',
		namesOf(refused),
		`${at}, these fields could not be restored: ${listed(refused)}.`,
		`Set the fields by hand${whose}.`,
	);
	const unknown = failed.filter(({ isUnconfirmed }) => isUnconfirmed);
	report(
		'restore.unconfirmed',
		namesOf(unknown),
		`${at}, the restoration of these fields could not be confirmed: ${listed(unknown)}.`,
		`Check the fields${whose} when the provider is available again.`,
	);
	report(
		'restore.left',
		namesOf(left),
		`${at}, this cannot be restored: ${listed(left)}.`,
		'Verify with test data that nobody else needs.',
	);
	return findings;
}

const violationWords = {
	'stored though refused': {
		code: 'provider.update.refused',
		what: (field: string) => `refused an update of ${field} and stored it`,
	},
	'shown and not stored': {
		code: 'provider.update.lost',
		what: (field: string) =>
			`returned an update of ${field} as stored and has another value when it is read afterwards`,
	},
} as const;

const namesOf = (fields: readonly Left[]) => fields.map(({ field }) => field);

/** `city, email (why)`: fields that share a reason share its words. */
function listed(fields: readonly Left[]): string {
	const reasons = new Map<string, string[]>();
	for (const { field, why } of fields) reasons.set(why, [...(reasons.get(why) ?? []), field]);
	return [...reasons].map(([why, names]) => `${names.join(', ')} (${why})`).join(', ');
}

/** For a user who interrupts the run and gets no report. */
export function sentenceOf({ restored, left, failed }: Restoration, provider: string): string {
	const parts = [
		restored.length > 0 ? `restored: ${restored.join(', ')}` : '',
		left.length > 0 ? `left: ${namesOf(left).join(', ')}` : '',
		failed.length > 0 ? `NOT restored: ${listed(failed)}` : '',
	].filter((each) => each !== '');
	return parts.length === 0 ? `Nothing was changed at ${provider}.` : `At ${provider}, ${parts.join('; ')}.`;
}

/** For a user who does not wait for the restoration. */
export function unfinishedSentence(fields: readonly string[], provider: string): string {
	if (fields.length === 0) return `Nothing was changed at ${provider}.`;
	return `At ${provider}, it is unknown whether these fields are restored: ${fields.join(', ')}.`;
}
