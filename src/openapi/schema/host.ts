/**
 * Addresses: of hosts (RFC 791; RFC 4291), host names (RFC 1123, 2.1; RFC 5890) and mailboxes (RFC 5321, 4.1.2; RFC
 * 6531).
 */
import { isIPv4, isIPv6 as isIPv6WithZone } from 'node:net';
import { domainToASCII } from 'node:url';

export const isIPv6 = (text: string): boolean => isIPv6WithZone(text) && !text.includes('%');

export const isHostname = (text: string): boolean => text.length <= 253 && hostname.test(text);

/** One that becomes a host name when it is put into ASCII. */
export function isIdnHostname(text: string): boolean {
	if (!letters.test(text)) return isHostname(text);
	const isAstray = /[\s/\\?#@:%[\]<>^|]|(?:^|\.)-|-(?:\.|$)/.test(text);
	return !isAstray && isHostname(domainToASCII(text));
}

export function isEmail(text: string): boolean {
	const at = text.lastIndexOf('@');
	const [mailbox, domain] = [text.slice(0, at), text.slice(at + 1)];
	if (at < 1 || mailbox.length > 64 || text.length > 254) return false;
	const [, version, address] = /^\[(IPv6:)?(.*)\]$/.exec(domain) ?? [];
	const isDomain = address === undefined ? isHostname(domain) : version ? isIPv6(address) : isIPv4(address);
	return isDomain && (dotted.test(mailbox) || quoted.test(mailbox));
}

export function isIdnEmail(text: string): boolean {
	const at = text.lastIndexOf('@');
	const mailbox = text.slice(0, at).replaceAll(new RegExp(letters, 'gu'), 'x');
	return at > 0 && (dotted.test(mailbox) || quoted.test(mailbox)) && isIdnHostname(text.slice(at + 1));
}

const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const hostname = new RegExp(`^${label}(?:\\.${label})*$`);
const letters = /[\u{80}-\u{10FFFF}]/u;
const atoms = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const dotted = new RegExp(`^${atoms}(?:\\.${atoms})*$`);
const quoted = /^"(?:[\x20\x21\x23-\x5B\x5D-\x7E]|\\[\x20-\x7E])*"$/;
