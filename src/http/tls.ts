/**
 * What the provider is trusted by, and what it is shown in return: a CA of one's own beside those that Node trusts, and
 * a client certificate. Files are checked here, so that a connection never fails over one; nothing of them is quoted.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as tls from 'node:tls';
import { InputError, orUndefined, reasonOf } from '../json/input-error';
import type { Environment, ProviderVariables } from '../system/environment';

/** PEM, each as text or bytes. */
export interface TlsMaterial {
	/** Trusted beside the roots that Node trusts. */
	readonly ca?: string | Buffer;
	readonly cert?: string | Buffer;
	readonly key?: string | Buffer;
	readonly passphrase?: string;
}

/** What Node's connections take. Node's option `ca` replaces the certificates that Node trusts, so these are repeated. */
export const secureContextOf = ({ ca, ...own }: TlsMaterial): tls.SecureContext =>
	tls.createSecureContext(ca === undefined ? own : { ...own, ca: [...trustedByNode(), ca] });

/** From Node 22.15 on the system's certificates are among them, with Node's option --use-system-ca. */
function trustedByNode(): readonly string[] {
	return (tls as typeof tls & { getCACertificates?(): string[] }).getCACertificates?.() ?? tls.rootCertificates;
}

export type TlsEnvironment = Pick<
	Environment,
	'names' | 'caFile' | 'nodeCaFile' | 'clientCertFile' | 'clientKeyFile' | 'clientKeyPassphrase'
>;

/** What the environment names; undefined where it names nothing. Throws {@link InputError}. */
export async function loadTls(environment: TlsEnvironment): Promise<TlsMaterial | undefined> {
	const { names, caFile, nodeCaFile, clientCertFile, clientKeyFile, clientKeyPassphrase: passphrase } = environment;
	if (clientKeyFile && !clientCertFile) throw half(names.clientKey, names.clientCert);
	if (clientCertFile && !clientKeyFile) throw half(names.clientCert, names.clientKey);
	if (passphrase && !clientKeyFile) throw half(names.passphrase, names.clientKey);
	const trusted = caFile && (await trustedBy(names.caFile, caFile, nodeCaFile));
	if (!clientCertFile || !clientKeyFile) return trusted || undefined;
	const cert = await certificatesIn(names.clientCert, clientCertFile);
	const key = await keyIn(clientKeyFile, passphrase, clientCertFile, cert, names);
	return { ...trusted, cert, key, ...(passphrase && { passphrase }) };
}

/** The certificates of a file that `variable` names, beside Node's own and those of NODE_EXTRA_CA_CERTS. Throws {@link InputError}. */
export async function trustedBy(variable: string, file: string, nodeCaFile?: string): Promise<TlsMaterial> {
	const ca = await certificatesIn(variable, file);
	// Node ignores a file that it cannot use.
	const extra = nodeCaFile && (await certificatesIn('NODE_EXTRA_CA_CERTS', nodeCaFile).catch(() => ''));
	return { ca: ca + (extra ?? '') };
}

const half = (set: string, missing: string) =>
	new InputError(`${set} is set and ${missing} is not. Set both, or unset both.`);

const unusable = (variable: string, file: string, fault: string, next: string) =>
	new InputError(`${variable} names ${file}, ${fault}. ${next}.`);

async function read(variable: string, file: string): Promise<Buffer> {
	return readFile(file).catch((error: unknown) => {
		throw unusable(variable, file, `which cannot be read: ${reasonOf(error)}`, 'Correct the path, or unset it');
	});
}

/** The certificates of a PEM file, without what else stands in it. */
async function certificatesIn(variable: string, file: string): Promise<string> {
	const text = (await read(variable, file)).toString('latin1');
	const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
	if (blocks.length === 0) {
		const next = 'Give a file with "-----BEGIN CERTIFICATE-----" in it';
		throw unusable(variable, file, 'which holds no certificate in PEM', next);
	}
	const broken = blocks.findIndex((block) => orUndefined(() => new X509Certificate(block)) === undefined);
	if (broken >= 0) {
		const which = blocks.length === 1 ? 'its certificate' : `its certificate number ${broken + 1}`;
		const next = `Have it exported again in PEM, and set ${variable} to that file`;
		throw unusable(variable, file, `but ${which} cannot be read`, next);
	}
	return `${blocks.join('\n')}\n`;
}

/** The key of a PEM file, which can be opened and is the certificate's. */
async function keyIn(
	file: string,
	passphrase: string | undefined,
	certFile: string,
	cert: string,
	names: ProviderVariables,
): Promise<Buffer> {
	const key = await read(names.clientKey, file);
	const fault = (what: string, next: string) => unusable(names.clientKey, file, `which ${what}`, next);
	const text = key.toString('latin1');
	const isEncrypted = text.includes('ENCRYPTED');
	if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
		throw fault('holds no private key in PEM', 'Give a file with "PRIVATE KEY-----" in it');
	}
	if (isEncrypted && passphrase === undefined) throw fault('is encrypted', `Set ${names.passphrase}`);
	const opened = orUndefined(() => createPrivateKey({ key, ...(passphrase !== undefined && { passphrase }) }));
	if (opened === undefined) {
		throw isEncrypted
			? fault(`cannot be opened with ${names.passphrase}`, 'Correct the passphrase, or the path')
			: fault('cannot be read as a private key', 'Have it exported again in PEM');
	}
	if (!new X509Certificate(cert).checkPrivateKey(opened)) {
		const what = `is not the key of the certificate that ${names.clientCert} names (${certFile})`;
		throw fault(what, 'Give the two that belong together');
	}
	return key;
}
