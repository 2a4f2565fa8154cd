/** TLS to the provider: who is trusted and who is not, the certificate it is shown, and files that cannot be used. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attempt } from '../../src/http/forward';
import { routeTo } from '../../src/http/route';
import { loadTls, type TlsEnvironment, type TlsMaterial } from '../../src/http/tls';
import { providerVariables } from '../../src/system/environment';
import { createAuthority, encryptedKey } from '../support/certificates';
import { withHttps, withSockets } from '../support/server';
import { withFolder } from '../support/temporary';

const authority = createAuthority();
const stranger = createAuthority('Example Other CA');
const server = authority.server(['127.0.0.1', 'localhost', 'provider.example.test']);
const client = authority.client('pact-openapi-gate');

async function ask(port: number, tls: TlsMaterial | undefined, host = '127.0.0.1') {
	const provider = new URL(`https://${host}:${port}`);
	const outgoing = { method: 'GET', provider, target: '/', headers: [], body: Buffer.alloc(0) };
	return attempt(outgoing, { timeout: 10_000, route: routeTo(provider, { tls, names: providerVariables('IMPRINT') }) });
}

const ok = { answer: { kind: 'answered', status: 200 } };

describe('trusted certificates', () => {
	const untrusted = 'its TLS certificate is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE)';
	const fix = 'Set IMPRINT_CA_FILE to the file of the CA that signed it.';

	test.each<readonly [string, TlsMaterial | undefined, string | undefined]>([
		['the CA that signed it', { ca: authority.cert }, undefined],
		['that CA among others', { ca: Buffer.from(stranger.cert + authority.cert) }, undefined],
		['no CA of ours', undefined, untrusted],
		['another CA', { ca: stranger.cert }, untrusted],
	])('%s', async (_, tls, reason) => {
		await withHttps(
			server,
			(_, response) => response.end(),
			async (port) => {
				expect(await ask(port, tls)).toMatchObject(
					reason === undefined ? ok : { answer: { kind: 'unreachable', reason, fix }, mayHeal: false },
				);
			},
		);
	});

	test.each([
		[
			'for another name',
			authority.server(['other.example.test']),
			'is for another host (ERR_TLS_CERT_ALTNAME_INVALID)',
		],
		['that has run out', authority.server(['127.0.0.1'], [-3, -2]), 'is not valid now (CERT_HAS_EXPIRED)'],
		['that is not valid yet', authority.server(['127.0.0.1'], [2, 3]), 'is not valid now (CERT_NOT_YET_VALID)'],
	])('a certificate %s is not', async (_, certified, reason) => {
		await withHttps(
			certified,
			(_, response) => response.end(),
			async (port) => {
				expect(await ask(port, { ca: authority.cert })).toEqual({
					answer: { kind: 'unreachable', reason: `its TLS certificate ${reason}` },
					mayHeal: false,
				});
			},
		);
	});

	test('localhost is not resolved by DNS, and the certificate must be for that name', async () => {
		await withHttps(
			server,
			(_, response) => response.end(),
			async (port) => expect(await ask(port, { ca: authority.cert }, 'localhost')).toMatchObject(ok),
		);
	});

	test('a provider without TLS is reported, and not retried', async () => {
		await withSockets(
			(socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
			async ({ port }) => {
				const { answer, mayHeal } = await ask(Number(port), undefined);
				expect(answer).toMatchObject({ kind: 'unreachable' });
				expect(answer).toHaveProperty('reason', expect.stringMatching(/^the TLS handshake failed \(\w+\)$/));
				expect(mayHeal).toBe(false);
			},
		);
	});
});

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('a provider that asks for a certificate over %s', (version) => {
	const asking = {
		...server,
		...{ ca: authority.cert, requestCert: true, rejectUnauthorized: true },
		...{ minVersion: version, maxVersion: version },
	};
	const { cert, key } = client;

	test.each<readonly [string, TlsMaterial, string | undefined]>([
		['ours', { cert, key }, undefined],
		['ours, with its key encrypted', { cert, key: encryptedKey(client, 'word'), passphrase: 'word' }, undefined],
		[
			'none',
			{},
			version === 'TLSv1.3'
				? 'Set IMPRINT_CLIENT_CERT and IMPRINT_CLIENT_KEY.'
				: 'Set IMPRINT_CLIENT_CERT and IMPRINT_CLIENT_KEY if the provider asks for a client certificate.',
		],
	])('gets %s', async (_, material, fix) => {
		await withHttps(
			asking,
			(_, response) => response.end(),
			async (port) => {
				const { answer, mayHeal } = await ask(port, { ca: authority.cert, ...material });
				if (fix === undefined) return expect({ answer }).toMatchObject(ok);
				const reason = version === 'TLSv1.3' ? 'it asks for a client certificate' : 'it refused the TLS handshake';
				expect(answer).toEqual({ kind: 'unreachable', reason, fix });
				expect(mayHeal).toBe(false);
			},
		);
	});
});

describe('certificate files', () => {
	const files: Readonly<Record<string, string>> = {
		'ca.pem': `# ours\n${authority.cert}${stranger.cert}`,
		'client.pem': client.cert + authority.cert,
		'client.key': client.key,
		'locked.key': encryptedKey(client, 'secret-word'),
		'other.key': stranger.client('other').key,
		'empty.pem': '',
		'text.pem': 'secret text',
		'broken.pem': `${authority.cert}-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----\n`,
		'broken-one.pem': '-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----\n',
		'broken.key': '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n',
	};

	/** Writes the files, and loads those that `named` names; what comes back names them without their folder. */
	async function load(named: Partial<TlsEnvironment>): Promise<TlsMaterial | string | undefined> {
		return withFolder(async (folder) => {
			for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
			const at = (name: string | undefined) => (name === undefined ? undefined : join(folder, name));
			const environment = {
				names: providerVariables('IMPRINT'),
				...{
					caFile: at(named.caFile),
					clientCertFile: at(named.clientCertFile),
					clientKeyFile: at(named.clientKeyFile),
				},
				clientKeyPassphrase: named.clientKeyPassphrase,
				nodeCaFile: at(named.nodeCaFile),
			};
			return loadTls(environment).catch((error: Error) => {
				expect(error.name).toBe('InputError');
				return error.message.replaceAll(`${folder}/`, '');
			});
		});
	}

	test('without variables nothing is loaded', async () => {
		expect(await load({})).toBeUndefined();
	});

	test('a CA file, a certificate and its key are loaded, and only certificates are read from the first two', async () => {
		const ca = `${authority.cert.trim()}\n${stranger.cert.trim()}\n`.replace(/\r/g, '');
		const plain = (text: string | Buffer | undefined) => String(text).replace(/\r/g, '');
		const alone = await load({ caFile: 'ca.pem' });
		expect(plain((alone as TlsMaterial).ca)).toBe(ca);
		const all = (await load({
			...{ caFile: 'ca.pem', clientCertFile: 'client.pem', clientKeyFile: 'locked.key' },
			clientKeyPassphrase: 'secret-word',
		})) as TlsMaterial;
		expect(plain(all.cert)).toBe(plain(`${client.cert.trim()}\n${authority.cert.trim()}\n`));
		expect(plain(all.key)).toBe(plain(files['locked.key']));
		expect(all.passphrase).toBe('secret-word');
	});

	test('a valid NODE_EXTRA_CA_CERTS is added to a CA file', async () => {
		const caOf = async (named: Partial<TlsEnvironment>) => String(((await load(named)) as TlsMaterial).ca);
		const alone = await caOf({ caFile: 'ca.pem' });
		const both = await caOf({ caFile: 'ca.pem', nodeCaFile: 'client.pem' });
		expect([both.startsWith(alone), both.length > alone.length]).toEqual([true, true]);
		expect(await caOf({ caFile: 'ca.pem', nodeCaFile: 'none.pem' })).toBe(alone);
		expect(await load({ nodeCaFile: 'client.pem' })).toBeUndefined();
	});

	const pair = { clientCertFile: 'client.pem', clientKeyFile: 'client.key' };

	test.each<readonly [Partial<TlsEnvironment>, string]>([
		[
			{ caFile: 'none.pem' },
			'IMPRINT_CA_FILE names none.pem, which cannot be read: there is no such file. Correct the path, or unset it.',
		],
		[
			{ caFile: 'empty.pem' },
			'IMPRINT_CA_FILE names empty.pem, which holds no certificate in PEM. Give a file with "-----BEGIN CERTIFICATE-----" in it.',
		],
		[
			{ caFile: 'text.pem' },
			'IMPRINT_CA_FILE names text.pem, which holds no certificate in PEM. Give a file with "-----BEGIN CERTIFICATE-----" in it.',
		],
		[
			{ caFile: 'broken.pem' },
			'IMPRINT_CA_FILE names broken.pem, but its certificate number 2 cannot be read. Have it exported again in PEM, and set IMPRINT_CA_FILE to that file.',
		],
		[
			{ caFile: 'broken-one.pem' },
			'IMPRINT_CA_FILE names broken-one.pem, but its certificate cannot be read. Have it exported again in PEM, and set IMPRINT_CA_FILE to that file.',
		],
		[
			{ clientCertFile: 'client.pem' },
			'IMPRINT_CLIENT_CERT is set and IMPRINT_CLIENT_KEY is not. Set both, or unset both.',
		],
		[
			{ clientKeyFile: 'client.key' },
			'IMPRINT_CLIENT_KEY is set and IMPRINT_CLIENT_CERT is not. Set both, or unset both.',
		],
		[
			{ clientKeyPassphrase: 'secret-word' },
			'IMPRINT_CLIENT_KEY_PASSPHRASE is set and IMPRINT_CLIENT_KEY is not. Set both, or unset both.',
		],
		[
			{ ...pair, clientCertFile: 'client.key' },
			'IMPRINT_CLIENT_CERT names client.key, which holds no certificate in PEM. Give a file with "-----BEGIN CERTIFICATE-----" in it.',
		],
		[
			{ ...pair, clientKeyFile: 'none.key' },
			'IMPRINT_CLIENT_KEY names none.key, which cannot be read: there is no such file. Correct the path, or unset it.',
		],
		[
			{ ...pair, clientKeyFile: 'client.pem' },
			'IMPRINT_CLIENT_KEY names client.pem, which holds no private key in PEM. Give a file with "PRIVATE KEY-----" in it.',
		],
		[
			{ ...pair, clientKeyFile: 'broken.key' },
			'IMPRINT_CLIENT_KEY names broken.key, which cannot be read as a private key. Have it exported again in PEM.',
		],
		[
			{ ...pair, clientKeyFile: 'locked.key' },
			'IMPRINT_CLIENT_KEY names locked.key, which is encrypted. Set IMPRINT_CLIENT_KEY_PASSPHRASE.',
		],
		[
			{ ...pair, clientKeyFile: 'locked.key', clientKeyPassphrase: 'other-word' },
			'IMPRINT_CLIENT_KEY names locked.key, which cannot be opened with IMPRINT_CLIENT_KEY_PASSPHRASE. Correct the passphrase, or the path.',
		],
		[
			{ ...pair, clientKeyFile: 'other.key' },
			'IMPRINT_CLIENT_KEY names other.key, which is not the key of the certificate that IMPRINT_CLIENT_CERT names (client.pem). Give the two that belong together.',
		],
	])('%j is refused', async (named, message) => {
		expect(await load(named)).toBe(message);
	});
});
