/** What is planted: secrets and personal values that stand nowhere else, and every form in which they could come out. */

/** Whatever a key may hold that URLs, JSON, HTML and base64 write otherwise. */
export const secrets = {
	key: 'sk_plAnt3d7Q/+w"9<&Zt%3D=x',
	// Like the name of a field, so that only the redactor keeps it out.
	customerId: 'cus_plant3d_8842xkQ',
	proxyUser: 'pr0xyplanteduser',
	proxyPassword: 'pl@nted/pr0xy:word',
	passphrase: 'plant3d pass "phrase" ü31',
	brokerToken: 'br0ker-plant3d-t0ken',
	brokerPassword: 'br0ker-plant3d-passw0rd',
} as const;

/** What a provider knows of somebody, and says of itself. */
export const personal = {
	email: 'jane.plantedperson@example.com',
	firstName: 'Janeplanted',
	lastName: 'Plantedperson',
	phone: '+155501778866',
	street: '17 Planted Lane',
	ssn: '7786',
	year: '19470',
	mapKey: 'plantedkey@example.com',
	errorText: 'no such person as Plantederror Smith',
	reasonPhrase: 'Planted Reason Phrase',
	cookie: 'plantedsession=c00kieplanted77',
	location: 'https://planted.example.com/p/plantedlocation',
	header: 'plantedheadervalue-5511',
	mediaType: 'application/vnd.plantedtype+json',
	page: 'plantedpagetext for Jane',
	broken: 'plantedbrokenjson',
} as const;

const inUrl = (text: string) => encodeURIComponent(text);
const lowerHex = (text: string) => inUrl(text).replace(/%../g, (each) => each.toLowerCase());
const inForm = (text: string) => new URLSearchParams([['', text]]).toString().slice(1);
const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
const inHtml = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const base64Url = (text: string) => Buffer.from(text).toString('base64url');
const hex = (text: string) => Buffer.from(text).toString('hex');

/** A value in every form that is known to the test, which shares none of them with the redactor. */
export function formsOf(value: string): string[] {
	const around = [value, `${value}:`, `a${value}bc`, `ab${value}c`, `Bearer ${value}`];
	const encoded = around.flatMap((each) => [base64(each), base64Url(each), inUrl(base64(each))]);
	const written = [
		value,
		value.toLowerCase(),
		value.replaceAll('~', '~0').replaceAll('/', '~1'),
		inUrl(value),
		lowerHex(value),
		inForm(value),
		inJson(value),
		inHtml(value),
	];
	const twice = [inUrl(inUrl(value)), inJson(inJson(value)), inHtml(inHtml(value)), inJson(inHtml(value))];
	// A message that was shortened may hold the first half.
	const begun = [value.slice(0, 12)].filter((each) => each.length === 12 && /plan/i.test(each));
	return [...new Set([...written, ...twice, ...encoded, hex(value), hex(value).toUpperCase(), ...begun])];
}

/** Where in `text` a secret or a personal value stands, named. Short numbers count only where they stand alone. */
export function found(text: string, planted: Readonly<Record<string, string>>): string[] {
	return Object.entries(planted).flatMap(([name, value]) => {
		const forms = value.length < 6 ? [value] : formsOf(value);
		const hit = forms.find((form) =>
			form.length < 6 ? new RegExp(`(?<![\\w.])${form}(?![\\w.])`).test(text) : text.includes(form),
		);
		return hit === undefined ? [] : [`${name} as ${hit}`];
	});
}

/** What the provider says to whoever asks with the key: the key in every form. Half a key is what only we could make of it. */
export const echoes = formsOf(secrets.key).filter((each) => !secrets.key.startsWith(each) || each === secrets.key);

const proxy = `http://${secrets.proxyUser}:${inUrl(secrets.proxyPassword)}@127.0.0.1:9`;

/** The secrets as a run gets them. */
export const plantedEnvironment: NodeJS.ProcessEnv = {
	IMPRINT_API_KEY: secrets.key,
	IMPRINT_CUSTOMER_ID: secrets.customerId,
	HTTPS_PROXY: proxy,
	PACT_BROKER_TOKEN: secrets.brokerToken,
	PACT_BROKER_PASSWORD: secrets.brokerPassword,
};

/** The same as the text of a `.env` file. */
export const plantedFile = Object.entries(plantedEnvironment)
	.map(([name, value]) => `${name}='${value}'\n`)
	.join('');

/** Has Node tell of its work. */
export const debugged = { NODE_DEBUG: 'http,https,tls,net,stream,child_process' };
