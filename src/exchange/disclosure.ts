/**
 * What messages may show of an exchange. What a contract holds is the user's own. What a provider sent may be
 * somebody's data: of that, only names of fields and well-known media types are shown unless the user asks for values.
 */
import { child, keysOf, type Pointer } from '../json/pointer';
import type { Role } from './exchange';

export interface Disclosure {
	readonly showsValues: boolean;
	/** A place in a body. */
	place(instance: Pointer): Pointer;
	/** The name of a property. */
	name(property: string): string;
	mediaType(mediaType: string): string;
}

export const everything: Disclosure = {
	showsValues: true,
	place: (instance) => instance,
	name: (property) => shorten(property),
	mediaType: (mediaType) => shorten(mediaType),
};

/**
 * A map can have anything for a key, such as an e-mail address: only keys that look like the name of a field are shown.
 */
export const namesOnly: Disclosure = {
	showsValues: false,
	place: (instance) => child('', ...keysOf(instance).map(fieldName)),
	name: fieldName,
	mediaType: (mediaType) => (wellKnown.test(mediaType) ? mediaType : 'another value (withheld)'),
};

/** What may be shown where an exchange is judged in `role`. */
export const disclosureOf = (role: Role, showsValues = false): Disclosure =>
	role === 'contract' || showsValues ? everything : namesOnly;

function fieldName(key: string): string {
	return isFieldName(key) ? key : '*';
}

export const isFieldName = (key: string) => /^[A-Za-z_$][\w$-]{0,63}$|^\d{1,5}$/.test(key);

const wellKnown = /^(application\/(json|problem\+json|xml|octet-stream)|text\/(html|plain|xml))$/;

export const shorten = (text: string, length = 80): string =>
	text.length <= length ? text : `${text.slice(0, length - 1)}…`;
