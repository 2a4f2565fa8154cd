/** Counts of a recording: the skipped entries and why, the masked ones, and the hosts if no entry is left. */

import { shorten } from '../exchange/disclosure';
import { type Finding, finding } from '../exchange/finding';
import { InputError } from '../json/input-error';
import { counted } from '../json/text';
import type { Scope } from './scope';
import { type Reason, reasons } from './skipped';

const mostFirst = <T>(counts: ReadonlyMap<T, number>) => [...counts].sort(([, one], [, other]) => other - one);

/** `30 for other hosts, 2 never answered (status 0)` */
const inWords = (skipped: ReadonlyMap<Reason, number>) =>
	mostFirst(skipped)
		.map(([reason, number]) => `${number} ${reasons[reason]}`)
		.join(', ');

/** A recording, and how many entries it has. */
interface Recording {
	readonly file: string;
	readonly total: number;
}

const entriesOf = (count: number) => counted(count, 'entry', 'entries');

export function setAside({ file, total }: Recording, judged: number, skipped: ReadonlyMap<Reason, number>): Finding {
	const title = `${judged} of ${entriesOf(total)} ${judged === 1 ? 'is' : 'are'} judged; skipped: ${inWords(skipped)}.`;
	const fix = skipped.has('other-host') ? ['Add --allow-host HOST[:PORT] if another host belongs to the API.'] : [];
	return finding({ code: 'recording.skipped', at: { file, pointer: '/log/entries' }, title, fix, detail: file });
}

/** The note about a recording with masked values. */
export function masked({ file }: Recording, judged: number, count: number): Finding {
	const title = `${count} of ${entriesOf(judged)} ${count === 1 ? 'is' : 'are'} masked: only their status, content type, fields and types are judged.`;
	const fix = [`Read what the run found about their values under "_findings" in ${file}.`];
	return finding({ code: 'recording.masked', at: { file, pointer: '/log/entries' }, title, fix, detail: file });
}

const mostHosts = 8;

/** Hosts are named, because one of them may be meant; nothing else of a URL is shown. */
export function nothingToJudge(
	{ file, total }: Recording,
	skipped: ReadonlyMap<Reason, number>,
	hosts: ReadonlyMap<string, number>,
	{ hosts: own }: Scope,
): InputError {
	const found = mostFirst(hosts);
	const shown = found.slice(0, mostHosts).map(([host, number]) => `${shorten(host)} (${number})`);
	const more = found.length > mostHosts ? ` and ${found.length - mostHosts} more` : '';
	const [first] = found;
	return new InputError(
		`The recording ${file} has ${entriesOf(total)} and none is an answer of the API: ${inWords(skipped)}. ` +
			`Hosts of the API: ${own.join(', ') || 'none, because the spec names none'}. ` +
			(first
				? `Hosts found: ${shown.join(', ')}${more}. If one of them is meant, add --allow-host ${shorten(first[0])}.`
				: 'Record again while the API is used.'),
	);
}
