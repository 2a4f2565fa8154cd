/**
 * What the provider is trusted by, and what it is shown in return: a CA of one's own beside those that Node trusts, and
 * a client certificate. Files are checked here, so that a connection never fails over one; nothing of them is quoted.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext, type SecureContext } from 'node:tls';
import { InputError, reasonOf } from '../json/input-error';
import type { Environment } from '../system/environment';

/** PEM, each as text or bytes. */
export interface TlsMaterial {
	/** Trusted beside the roots that Node trusts. */
	readonly ca?: string | Buffer;
	readonly cert?: string | Buffer;
	readonly key?: string | Buffer;
	readonly passphrase?: string;
}

/** What Node's connections take. */
export function secureContextOf({ ca, cert, key, passphrase }: TlsMaterial): SecureContext {
	const context = createSecureContext({
		...(cert === undefined ? {} : { cert }),
		...(key === undefined ? {} : { key }),
		...(passphrase === undefined ? {} : { passphrase }),
	});
	// Node's option `ca` would take the place of its own roots and of the system's.
	if (ca !== undefined) (context.context as { addCACert(pem: string | Buffer): void }).addCACert(ca);
	return context;
}

export type TlsEnvironment = Pick<
	Environment,
	'caFile' | 'nodeCaFile' | 'clientCertFile' | 'clientKeyFile' | 'clientKeyPassphrase'
>;

/** What the environment names; undefined where it names nothing. Throws {@link InputError}. */
export async function loadTls(environment: TlsEnvironment): Promise<TlsMaterial | undefined> {
	const { caFile, clientCertFile, clientKeyFile, clientKeyPassphrase: passphrase } = environment;
	if (clientKeyFile !== undefined && clientCertFile === undefined)
		throw half('IMPRINT_CLIENT_KEY', 'IMPRINT_CLIENT_CERT');
	if (clientCertFile !== undefined && clientKeyFile === undefined)
		throw half('IMPRINT_CLIENT_CERT', 'IMPRINT_CLIENT_KEY');
	if (passphrase !== undefined && clientKeyFile === undefined) {
		throw half('IMPRINT_CLIENT_KEY_PASSPHRASE', 'IMPRINT_CLIENT_KEY');
	}
	const ca =
		caFile === undefined
			? {}
			: { ca: (await certificatesIn('IMPRINT_CA_FILE', caFile)) + (await nodesOwn(environment)) };
	if (clientCertFile === undefined || clientKeyFile === undefined) return caFile === undefined ? undefined : ca;
	const cert = await certificatesIn('IMPRINT_CLIENT_CERT', clientCertFile);
	const key = await read('IMPRINT_CLIENT_KEY', clientKeyFile);
	checkKey(key, passphrase, cert, { key: clientKeyFile, cert: clientCertFile });
	return { ...ca, cert, key, ...(passphrase === undefined ? {} : { passphrase }) };
}

/** The certificates of a file that `variable` names, beside Node's own. Throws {@link InputError}. */
export async function trustedBy(variable: string, file: string): Promise<TlsMaterial> {
	return { ca: await certificatesIn(variable, file) };
}

/** Node itself takes no offence at a file that it cannot use. */
async function nodesOwn({ nodeCaFile }: TlsEnvironment): Promise<string> {
	if (nodeCaFile === undefined) return '';
	return certificatesIn('NODE_EXTRA_CA_CERTS', nodeCaFile).catch(() => '');
}

const half = (set: string, missing: string) =>
	new InputError(`${set} is set and ${missing} is not. Set both, or unset both.`);

async function read(variable: string, file: string): Promise<Buffer> {
	return readFile(file).catch((error: unknown) => {
		throw new InputError(
			`${variable} names ${file}, which cannot be read: ${reasonOf(error)}. Correct the path, or unset it.`,
		);
	});
}

/** The certificates of a PEM file, without what else stands in it. */
async function certificatesIn(variable: string, file: string): Promise<string> {
	const text = (await read(variable, file)).toString('latin1');
	const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
	if (blocks.length === 0) {
		throw new InputError(
			`${variable} names ${file}, which holds no certificate in PEM. Give a file with "-----BEGIN CERTIFICATE-----" in it.`,
		);
	}
	const broken = blocks.findIndex((block) => !isCertificate(block));
	if (broken >= 0) {
		const which = blocks.length === 1 ? 'its certificate' : `its certificate number ${broken + 1}`;
		throw new InputError(
			`${variable} names ${file}, but ${which} cannot be read. Have it exported again in PEM, and set ${variable} to that file.`,
		);
	}
	return `${blocks.join('\n')}\n`;
}

function isCertificate(pem: string): boolean {
	try {
		return new X509Certificate(pem) instanceof X509Certificate;
	} catch {
		return false;
	}
}

/** The key can be opened, and it is the certificate's. */
function checkKey(
	key: Buffer,
	passphrase: string | undefined,
	cert: string,
	files: { readonly key: string; readonly cert: string },
): void {
	const named = `IMPRINT_CLIENT_KEY names ${files.key}, which`;
	const isEncrypted = /ENCRYPTED/.test(key.toString('latin1'));
	if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key.toString('latin1'))) {
		throw new InputError(`${named} holds no private key in PEM. Give a file with "PRIVATE KEY-----" in it.`);
	}
	if (isEncrypted && passphrase === undefined) {
		throw new InputError(`${named} is encrypted. Set IMPRINT_CLIENT_KEY_PASSPHRASE.`);
	}
	const opened = openKey(key, passphrase);
	if (opened === undefined) {
		const [what, next] = isEncrypted
			? ['cannot be opened with IMPRINT_CLIENT_KEY_PASSPHRASE', 'Correct the passphrase, or the path']
			: ['cannot be read as a private key', 'Have it exported again in PEM'];
		throw new InputError(`${named} ${what}. ${next}.`);
	}
	if (!new X509Certificate(cert).checkPrivateKey(opened)) {
		throw new InputError(
			`${named} is not the key of the certificate that IMPRINT_CLIENT_CERT names (${files.cert}). Give the two that belong together.`,
		);
	}
}

function openKey(key: Buffer, passphrase: string | undefined) {
	try {
		return createPrivateKey({ key, ...(passphrase === undefined ? {} : { passphrase }) });
	} catch {
		return undefined;
	}
}
