/**
 * Judges an Authorization header: Imprint takes the API key as a Bearer token, or as the user name of Basic.
 */
import { generalError } from './errors';
import type { Answer } from './operation';

export function holdsApiKey(authorization: string | undefined, apiKey: string): boolean {
	const [, scheme = '', value = ''] = /^(\S+) +(\S+)$/.exec(authorization ?? '') ?? [];
	switch (scheme.toLowerCase()) {
		case 'bearer':
			return value === apiKey;
		case 'basic':
			return userName(value) === apiKey;
		default:
			return false;
	}
}

/** Nothing of what was sent is repeated: a wrong key here may be a right one elsewhere. */
export function credentialsMissing(): Answer {
	return generalError(
		401,
		'authentication_error',
		'Provide a valid API key, as a Bearer token or as the user name of Basic.',
		'Authorization',
		{ 'WWW-Authenticate': ['Bearer realm="sandbox"', 'Basic realm="sandbox"'] },
	);
}

/** One that both schemes can carry: visible ASCII, and no colon, which would end the user name of Basic. */
export function isUsableApiKey(apiKey: string): boolean {
	return /^[!-9;-~]+$/.test(apiKey);
}

/** Basic always has a colon before the password, even before an empty one; without it there is no user name. */
function userName(encoded: string): string | undefined {
	return /^([^:]*):/.exec(Buffer.from(encoded, 'base64').toString())?.[1];
}
