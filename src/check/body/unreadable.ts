/** The finding about a body, or a part of one, that is not what its content type names. */

import type { Body } from '../../exchange/exchange';
import type { Pointer } from '../../json/pointer';
import type { Judgement } from '../judgement';
import type { MessageContext } from '../rule';

const found = { none: 'it is empty', json: 'it is JSON', text: 'it is text', binary: 'it is binary' } as const;

/** Why `body` is not what was to be read. */
export const faultOf = (body: Body): string => (body.kind === 'text' ? body.fault : undefined) ?? found[body.kind];

export function reportUnreadable(
	{ side, subject, fix, disclosure }: MessageContext,
	judgement: Judgement,
	source: Pointer,
	kind: string,
	fault: string,
	place: Pointer = '',
): void {
	const instance = disclosure.place(place);
	judgement.report({
		code: `${side}.body.unreadable`,
		place: judgement.places[side].body,
		source,
		instance,
		fix,
		title: `${subject} body${place === '' ? '' : ` ${instance}`} cannot be read as ${kind}: ${fault}.`,
	});
}
