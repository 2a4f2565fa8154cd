/** Why a request got no usable answer, in the words of a message. */
import type { ProviderVariables } from '../system/environment';

/** How far the attempt had come when it failed. */
export interface Progress {
	/** The connection stood, TLS included. */
	readonly connected: boolean;
	/** The proxy on the way; undefined where there is none. */
	readonly proxy: string | undefined;
	/** The proxy had made the connection. */
	readonly tunnelled: boolean;
	/** What the variables of the provider are called, for what to do. */
	readonly names: ProviderVariables;
}

export interface Failure {
	readonly kind: 'unreachable' | 'cut';
	readonly reason: string;
	/** What to do about it, where the reason says it. */
	readonly fix?: string;
	/** Nothing was sent, for a cause that may be gone a moment later. */
	readonly mayHeal: boolean;
}

/** Nothing listens yet; the provider closed the connection before an answer; the name server was busy. */
const healing = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'EAI_AGAIN']);

/** An error of Node's connection, by its code, and the number of TLS's alert: its message may hold what came over the wire. */
export function failureOf(
	{ code = '', message }: NodeJS.ErrnoException,
	{ connected, proxy, tunnelled, names }: Progress,
): Failure {
	if (proxy !== undefined && !tunnelled) {
		// Its end before its answer has no code.
		const mayHeal = code === '' || healing.has(code);
		const why = ['', 'ECONNRESET', 'EPIPE'].includes(code) ? 'it closed the connection' : ofProvider(code, false);
		return { kind: 'unreachable', reason: `the proxy ${proxy} made no connection: ${why}`, mayHeal };
	}
	// With TLS 1.3 the client is done before the server has looked at its certificate.
	const alert = ofAlert(Number(/SSL alert number (\d+)/.exec(message)?.[1]), names);
	if (alert !== undefined) return { kind: 'unreachable', ...alert, mayHeal: false };
	const through = proxy === undefined || connected ? '' : ` (through the proxy ${proxy})`;
	const mayHeal = !connected && healing.has(code);
	const reason = ofProvider(code, connected) + through;
	return {
		kind: connected ? 'cut' : 'unreachable',
		reason,
		...(isUnknownIssuer(code) ? { fix: `Set ${names.caFile} to the file of the CA that signed it.` } : {}),
		mayHeal,
	};
}

/** A proxy's answer that is not its consent: the status alone. */
export function refusalOf(proxy: string, status: number): Failure {
	const made = `the proxy ${proxy} made no connection`;
	if (!Number.isInteger(status)) return { kind: 'unreachable', reason: `${made}: ${noHttp}`, mayHeal: false };
	// It could not reach the provider, or is busy itself.
	const mayHeal = status === 502 || status === 503;
	const reason = `${made}: it answered with status ${status}`;
	return { kind: 'unreachable', reason, ...(status === 407 ? { fix: setProxyUser } : {}), mayHeal };
}

const setProxyUser = 'Put user and password into HTTPS_PROXY (http://USER:PASSWORD@HOST:PORT).';

const isUnknownIssuer = (code: string) => /ISSUER|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code);

const noHttp = 'what answers there does not speak HTTP';

/** An alert with which a provider refuses our certificate (RFC 8446, 6.2). */
function ofAlert(
	number: number,
	{ clientCert, clientKey }: ProviderVariables,
): Required<Pick<Failure, 'reason' | 'fix'>> | undefined {
	const shown = `${clientCert} and ${clientKey}`;
	if (number === 116) return { reason: 'it asks for a client certificate', fix: `Set ${shown}.` };
	if (number === 40) {
		const fix = `Set ${shown} if the provider asks for a client certificate.`;
		return { reason: 'it refused the TLS handshake', fix };
	}
	if (number === 48 || number === 49 || (number >= 42 && number <= 46)) {
		const fix = `Set ${clientCert} to a certificate that the provider knows.`;
		return { reason: 'it does not accept the client certificate', fix };
	}
	return undefined;
}

function ofProvider(code: string, connected: boolean): string {
	if (code === 'HPE_HEADER_OVERFLOW') return 'its headers are larger than 1 MiB';
	if (code.startsWith('HPE_')) return 'what answers does not speak HTTP';
	if (/^EPROTO$|^ERR_SSL_/.test(code)) return `the TLS handshake failed (${code})`;
	if (/ALTNAME/.test(code)) return `its TLS certificate is for another host (${code})`;
	if (/EXPIRED|NOT_YET_VALID/.test(code)) return `its TLS certificate is not valid now (${code})`;
	if (isUnknownIssuer(code) || /CERT|UNABLE_TO/.test(code)) return `its TLS certificate is not trusted (${code})`;
	if (code === 'ECONNREFUSED') return 'nothing listens there (connection refused)';
	if (/^ENOTFOUND$|^EAI_AGAIN$/.test(code)) return 'its name cannot be resolved';
	if (/^ECONNRESET$|^EPIPE$/.test(code)) {
		return connected ? 'it closed the connection without a whole answer' : 'it closed the connection at once';
	}
	return code === '' ? 'the connection failed' : `the connection failed (${code})`;
}
