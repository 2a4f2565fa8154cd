/** Headers of a response that a standard defines for every API, so that no spec needs to document them. */

const standard = new Set(
	[
		// RFC 9110, 9111 and 9112.
		'accept accept-encoding accept-ranges age allow authentication-info cache-control connection content-encoding',
		'content-language content-length content-location content-range content-type date etag expires last-modified location',
		'pragma proxy-authenticate proxy-authentication-info retry-after server trailer transfer-encoding upgrade vary via',
		'warning www-authenticate',
		// RFC 5789, 5861, 6265, 6266, 6797, 7240, 7838, 8288, 8594, 9211, 9530 and 9745.
		'accept-patch accept-post alt-svc cache-status content-digest content-disposition deprecation keep-alive link',
		'preference-applied repr-digest set-cookie strict-transport-security sunset',
		// The Fetch standard, and what browsers read beside it.
		'content-security-policy content-security-policy-report-only cross-origin-embedder-policy cross-origin-opener-policy',
		'cross-origin-resource-policy permissions-policy referrer-policy reporting-endpoints server-timing timing-allow-origin',
		'x-content-type-options x-frame-options',
	].flatMap((line) => line.split(' ')),
);

/** `name` in lower case. */
export const isStandardHeader = (name: string): boolean => standard.has(name) || name.startsWith('access-control-');
