/** How a restoration is told: by the names of the fields, never by a value. */

import { type Code, type Finding, finding } from '../../exchange/finding';
import { child } from '../../json/pointer';
import type { Misdeed } from './changes';
import type { Left, Restoration } from './restore';

/** The findings that a restoration leads to; none where all is as it was. */
export function findingsOf({ failed, left, misdeeds, strayed }: Restoration, provider: string): Finding[] {
	const told: Finding[] = [];
	for (const { kind, field, request } of misdeeds) {
		const { interaction, purpose } = request;
		const { code, what } = misdeedWords[kind];
		const message = `${provider} ${what}: ${field}. Take it up with the provider, unless another run used the customer at the same time: "${purpose}"`;
		const at = interaction && { file: interaction.file, pointer: child('/interactions', interaction.index) };
		const where = interaction && at ? { interaction, at } : {};
		told.push(finding({ code, role: 'provider', message, detail: field, ...where }));
	}
	if (strayed.length > 0) {
		const fields = strayed.join(', ');
		const message = `Fields that no update of the run named have changed at ${provider}: ${fields}. See whether the provider changes more than it is asked to, or somebody else used the customer of IMPRINT_CUSTOMER_ID, and set them by hand`;
		told.push(finding({ code: 'restore.strayed', role: 'provider', message, detail: fields }));
	}
	const refused = failed.filter(({ isIll }) => !isIll);
	if (refused.length > 0) {
		const message = `What the run changed at ${provider} could not be put back: ${listed(refused)}. Set it by hand, for the customer of IMPRINT_CUSTOMER_ID`;
		told.push(finding({ code: 'restore.failed', role: 'provider', message, detail: namesOf(refused) }));
	}
	const unknown = failed.filter(({ isIll }) => isIll);
	if (unknown.length > 0) {
		const message = `Whether what the run changed at ${provider} is as it was is not known: ${listed(unknown)}. Look at the customer of IMPRINT_CUSTOMER_ID when the provider is well again`;
		told.push(finding({ code: 'restore.unconfirmed', role: 'provider', message, detail: namesOf(unknown) }));
	}
	if (left.length > 0) {
		const message = `What the run changed at ${provider} stays, for it cannot be put back: ${listed(left)}. Nothing is to be done where the customer is kept for tests`;
		told.push(finding({ code: 'restore.left', role: 'provider', message, detail: namesOf(left) }));
	}
	return told;
}

const misdeedWords: { readonly [kind in Misdeed['kind']]: { readonly code: Code; readonly what: string } } = {
	'stored though refused': {
		code: 'provider.update.refused',
		what: 'refused an update and stored it all the same',
	},
	'shown and not stored': {
		code: 'provider.update.lost',
		what: 'showed an update as stored, and has another value when it is read afterwards',
	},
};

const namesOf = (fields: readonly Left[]) => fields.map(({ field }) => field).join(', ');

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
		left.length > 0 ? `left: ${namesOf(left)}` : '',
		failed.length > 0 ? `NOT put back: ${listed(failed)}` : '',
	].filter((each) => each !== '');
	return parts.length === 0 ? `Nothing was changed at ${provider}.` : `At ${provider}, ${parts.join('; ')}.`;
}

/** For whoever did not wait. */
export function unfinishedSentence(fields: readonly string[], provider: string): string {
	if (fields.length === 0) return `Nothing was changed at ${provider}.`;
	return `At ${provider}, it is not known whether these are as they were: ${fields.join(', ')}.`;
}
