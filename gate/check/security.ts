/**
 * Whether a request carries what one of the security requirements asks for (OpenAPI 3.1, 4.8.30).
 * A scheme that the description uses but does not declare is a doubt about the description, and cannot be judged.
 */
import { BrokenReference, type Located } from '../../spec/document';
import { isObject, type Json, property } from '../../spec/json';
import { child } from '../../spec/pointer';
import type { Spec } from '../../spec/spec';
import { header } from '../exchange';
import { cookies } from './parameter-value';
import type { Subject } from './subject';

export function checkSecurity(subject: Subject): void {
	const { document } = subject.spec;
	const { headers, query } = subject.exchange.request;
	const place = subject.exchange.places.request.headers;
	subject.attempt('request.security.unverifiable', "The request's credentials", place, () => {
		const own = property(subject.follow().value, 'security');
		const pointer = own === undefined ? '/security' : child(subject.operation.pointer, 'security');
		const requirements = own ?? document.root.security;
		if (!Array.isArray(requirements) || requirements.length === 0) return;
		const schemes = property(document.root.components, 'securitySchemes');
		let undeclared = 0;
		for (const [index, requirement] of requirements.entries()) {
			if (!isObject(requirement)) continue;
			const names = Object.keys(requirement);
			const unknown = names.filter((name) => property(schemes, name) === undefined);
			for (const name of unknown) subject.spec.doubt({ kind: 'security', name, pointer: child(pointer, index, name) });
			if (unknown.length > 0) undeclared += 1;
			else if (names.every((name) => carries(document.follow(child('/components/securitySchemes', name))))) return;
		}
		// What an undeclared scheme asks for is not known; a credential of some kind is given the benefit of the doubt.
		if (undeclared === requirements.length) return;
		if (undeclared > 0 && header(headers, 'authorization') !== undefined) return;
		const asked = (name: string) => `"${name}"${wayOf(schemeNamed(subject.spec, name))}`;
		const alternatives = requirements.filter(isObject).map((each) => Object.keys(each).map(asked).join(' with '));
		subject.report({
			code: 'request.security.missing',
			place,
			source: pointer,
			message: `The request carries no credentials for ${alternatives.join(' or ')}, which the spec requires. Send them`,
		});
	});

	function carries({ value: scheme }: Located): boolean {
		const name = String(property(scheme, 'name') ?? '');
		switch (property(scheme, 'type')) {
			case 'http':
				return authorizes(String(property(scheme, 'scheme') ?? ''));
			case 'oauth2':
			case 'openIdConnect':
				return authorizes('bearer');
			case 'apiKey':
				if (property(scheme, 'in') === 'query') return query.some(([each]) => each === name);
				if (property(scheme, 'in') === 'cookie') {
					return cookies(headers).some(([each]) => each === name);
				}
				return header(headers, name.toLowerCase()) !== undefined;
			default:
				return true;
		}
	}

	function authorizes(scheme: string): boolean {
		return (header(headers, 'authorization') ?? '').toLowerCase().startsWith(`${scheme.toLowerCase()} `);
	}
}

/** How the credentials of a scheme are sent, in brackets. */
function wayOf(scheme: Json | undefined): string {
	const [name, where] = [property(scheme, 'name'), property(scheme, 'in')];
	switch (property(scheme, 'type')) {
		case 'http':
			return ` (Authorization: ${String(property(scheme, 'scheme') ?? '')})`;
		case 'oauth2':
		case 'openIdConnect':
			return ' (Authorization: bearer)';
		case 'apiKey':
			return ` (${String(where ?? '')} ${String(name ?? '')})`;
		default:
			return '';
	}
}

/** The declared scheme `name`; undefined where there is none, or its reference is broken. */
export function schemeNamed({ document }: Spec, name: string): Json | undefined {
	try {
		return document.follow(child('/components/securitySchemes', name)).value as Json;
	} catch (error) {
		if (error instanceof BrokenReference) return undefined;
		throw error;
	}
}
