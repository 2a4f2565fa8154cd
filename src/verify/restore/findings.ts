/** How a restoration is reported: by the names of the fields, never by a value. */
import { type Code, type Finding, finding } from '../../exchange/finding';
import { child } from '../../json/pointer';
import { capital } from '../../json/text';
import type { Left, Restoration } from './restore';

/** The findings that a restoration leads to; none where all is as it was. */
export function findingsOf({ failed, left, violations, strayed }: Restoration, provider: string): Finding[] {
	const findings = violations.map(({ kind, field, request }) => {
		const { interaction, purpose } = request;
		const { code, what } = violationWords[kind];
		const title = `${capital(provider)} ${what}: ${field} (${purpose}).`;
		const fix = ['Report it to the provider, unless another run used the customer at the same time.'];
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
	const report = (code: Code, fields: readonly string[], title: string, fix: string) => {
		const detail = fields.join(', ');
		if (fields.length > 0) findings.push(finding({ code, role: 'provider', title, fix: [fix], detail }));
	};
	report(
		'restore.strayed',
		strayed,
		`Fields that no update of this run named have changed at ${provider}: ${strayed.join(', ')}.`,
		'Check whether the provider changes more than it is asked to, or somebody else used the customer of IMPRINT_CUSTOMER_ID, and set the fields by hand.',
	);
	const refused = failed.filter(({ isUnconfirmed }) => !isUnconfirmed);
	report(
		'restore.failed',
		namesOf(refused),
		`Fields that this run changed at ${provider} could not be restored: ${listed(refused)}.`,
		'Set them by hand, for the customer of IMPRINT_CUSTOMER_ID.',
	);
	const unknown = failed.filter(({ isUnconfirmed }) => isUnconfirmed);
	report(
		'restore.unconfirmed',
		namesOf(unknown),
		`It is not known whether fields that this run changed at ${provider} are restored: ${listed(unknown)}.`,
		'Look at the customer of IMPRINT_CUSTOMER_ID when the provider is well again.',
	);
	report(
		'restore.left',
		namesOf(left),
		`Fields that this run changed at ${provider} cannot be restored: ${listed(left)}.`,
		'Do nothing if the customer is kept for tests.',
	);
	return findings;
}

const violationWords = {
	'stored though refused': {
		code: 'provider.update.refused',
		what: 'refused an update and stored it',
	},
	'shown and not stored': {
		code: 'provider.update.lost',
		what: 'returned an update as stored, and has another value when it is read afterwards',
	},
} as const;

const namesOf = (fields: readonly Left[]) => fields.map(({ field }) => field);

/** `city, email (why)`: fields that share a reason share its words. */
function listed(fields: readonly Left[]): string {
	const reasons = new Map<string, string[]>();
	for (const { field, why } of fields) reasons.set(why, [...(reasons.get(why) ?? []), field]);
	return [...reasons].map(([why, names]) => `${names.join(', ')} (${why})`).join(', ');
}

/** For whoever interrupted the run, and gets no report. */
export function sentenceOf({ putBack, left, failed }: Restoration, provider: string): string {
	const parts = [
		putBack.length > 0 ? `put back: ${putBack.join(', ')}` : '',
		left.length > 0 ? `left: ${namesOf(left).join(', ')}` : '',
		failed.length > 0 ? `NOT put back: ${listed(failed)}` : '',
	].filter((each) => each !== '');
	return parts.length === 0 ? `Nothing was changed at ${provider}.` : `At ${provider}, ${parts.join('; ')}.`;
}

/** For whoever did not wait. */
export function unfinishedSentence(fields: readonly string[], provider: string): string {
	if (fields.length === 0) return `Nothing was changed at ${provider}.`;
	return `At ${provider}, it is not known whether these are as they were: ${fields.join(', ')}.`;
}
