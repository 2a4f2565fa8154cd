/** Certificates made for a test: an authority of its own, and what it signs for a server or a client. */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { isIP } from 'node:net';
import forge from 'node-forge';

export interface Certified {
	/** PEM. */
	readonly cert: string;
	readonly key: string;
}

export interface Authority extends Certified {
	/** For a server under these names and addresses, valid for an hour around now by default. */
	server(names: readonly string[], days?: readonly [from: number, to: number]): Certified;
	client(name: string): Certified;
}

/** A certificate authority that signs what is asked of it. */
export function createAuthority(name = 'Example Test CA'): Authority {
	const own = keys();
	const subject = [{ name: 'commonName', value: name }];
	const usage = [
		{ name: 'basicConstraints', cA: true, critical: true },
		{ name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
	];
	const sign = (of: string, extensions: readonly object[], days: readonly [number, number]): Certified => {
		const { publicKey, key } = keys();
		const made = certificate(publicKey, [{ name: 'commonName', value: of }], subject, extensions, days);
		made.sign(own.privateKey, forge.md.sha256.create());
		return { cert: forge.pki.certificateToPem(made), key };
	};
	const self = certificate(own.publicKey, subject, subject, usage, [-1, 1]);
	self.sign(own.privateKey, forge.md.sha256.create());
	return {
		cert: forge.pki.certificateToPem(self),
		key: own.key,
		server(names, days = [-1, 1]) {
			const altNames = names.map((each) => (isIP(each) ? { type: 7, ip: each } : { type: 2, value: each }));
			const extensions = [
				{ name: 'subjectAltName', altNames },
				{ name: 'extKeyUsage', serverAuth: true },
			];
			return sign(names[0] ?? 'none', extensions, days);
		},
		client: (of) => sign(of, [{ name: 'extKeyUsage', clientAuth: true }], [-1, 1]),
	};
}

/** The key of `certified`, encrypted with a passphrase. */
export function encryptedKey({ key }: Certified, passphrase: string): string {
	return createPrivateKey(key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString();
}

/** Node makes keys a hundred times as fast as the library. */
function keys() {
	const { privateKey: key } = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
		publicKeyEncoding: { type: 'spki', format: 'pem' },
	});
	const privateKey = forge.pki.privateKeyFromPem(key);
	return { key, privateKey, publicKey: forge.pki.setRsaPublicKey(privateKey.n, privateKey.e) };
}

let serial = 0;

function certificate(
	publicKey: forge.pki.rsa.PublicKey,
	subject: forge.pki.CertificateField[],
	issuer: forge.pki.CertificateField[],
	extensions: readonly object[],
	[from, to]: readonly [number, number],
): forge.pki.Certificate {
	serial += 1;
	const made = forge.pki.createCertificate();
	const day = 86_400_000;
	made.publicKey = publicKey;
	made.serialNumber = `01${serial.toString(16).padStart(6, '0')}`;
	made.validity.notBefore = new Date(Date.now() + from * day);
	made.validity.notAfter = new Date(Date.now() + to * day);
	made.setSubject(subject);
	made.setIssuer(issuer);
	made.setExtensions([...extensions]);
	return made;
}
