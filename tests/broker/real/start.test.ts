/** The broker of `npm run broker`: ready when it prints so, protected by credentials, unchanged after a restart. */
import { withBroker } from './support/broker';

test('is ready when it prints so, and requires credentials', async () => {
	await withBroker({}, async ({ url, get, readOnlyEnv }) => {
		expect((await get('/diagnostic/status/heartbeat')).body).toMatchObject({ ok: true });
		expect((await get('/')).body._links?.['pb:publish-contracts']?.href).toBe(`${url}/contracts/publish`);
		expect((await fetch(url)).status).toBe(401);
		const { PACT_BROKER_USERNAME: name, PACT_BROKER_PASSWORD: password } = readOnlyEnv;
		const headers = { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` };
		const asReader = (method: string) => fetch(new URL('/pacticipants', url), { method, headers });
		expect((await asReader('GET')).status).toBe(200);
		expect((await asReader('POST')).status).toBe(401);
	});
});

test('starts empty, and keeps its data over a restart', async () => {
	await withBroker({}, async ({ url, get, send, stop, restart }) => {
		expect((await get('/environments')).body._embedded?.environments).toEqual([]);
		expect((await send('POST', '/pacticipants', { name: 'Issuer app' })).status).toBe(201);
		await stop();
		await expect(fetch(url)).rejects.toThrow();
		await restart();
		expect((await get('/pacticipants/Issuer%20app')).body).toMatchObject({ name: 'Issuer app' });
	});
});
