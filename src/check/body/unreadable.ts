/** The one finding about a body, or a part of one, that is not what its content type says. */

import type { Body } from '../../exchange/exchange';
import type { Pointer } from '../../json/pointer';
import type { Subject } from '../subject';
import { nextStep, partyOf, type Side } from '../wording';

const found = { none: 'it is empty', json: 'it is JSON', text: 'it is text', binary: 'it is binary' } as const;

/** Why `body` is not what was to be read. */
export function faultOf(body: Body): string {
	return (body.kind === 'text' ? body.fault : undefined) ?? found[body.kind];
}

export function reportUnreadable(
	subject: Subject,
	side: Side,
	source: Pointer,
	kind: string,
	fault: string,
	instance: Pointer = '',
): void {
	const { role, disclosure } = subject;
	const party = partyOf(role, side);
	const shown = disclosure.place(instance);
	const what =
		instance === ''
			? `${party} has a ${kind} content type, but its body`
			: `${party} body ${shown} is sent as ${kind}, but`;
	subject.report({
		code: `${side}.body.unreadable`,
		place: subject.exchange.places[side].body,
		source,
		instance: shown,
		message: `${what} cannot be read: ${fault}. ${nextStep(role, side)}`,
	});
}
