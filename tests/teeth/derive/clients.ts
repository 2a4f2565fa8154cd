/**
 * Mutants of a client of updateCustomer: each use of a field of an answer made blind to absence, null, another value or a
 * new field; and rewritings that change nothing. The client under test reads little of an answer, so this one reads more.
 */

/** What the client does with a customer (status 200); each line reads one field, and stands its absence. */
const reads = {
	phone: ['customer.phone?.slice(-4)', 'customer.phone.slice(-4)'],
	email: ['customer.email?.toLowerCase()', 'customer.email.toLowerCase()'],
	first: ['(customer.first_name ?? "").trim()', 'customer.first_name.trim()'],
	last: ['(customer.last_name ?? "").trim()', 'customer.last_name.trim()'],
	language: ['customer.preferred_language?.toUpperCase()', 'customer.preferred_language.toUpperCase()'],
	ssn: ['customer.ssn4?.padStart(4)', 'customer.ssn4.padStart(4)'],
	partner: ['customer.partner_customer_id?.length', 'customer.partner_customer_id.length'],
	created: [
		'customer.created_at && new Date(customer.created_at).toISOString()',
		'new Date(customer.created_at).toISOString()',
	],
	updated: [
		'customer.updated_at && new Date(customer.updated_at).toISOString()',
		'new Date(customer.updated_at).toISOString()',
	],
	city: ['customer.address?.city?.length', 'customer.address.city?.length'],
	cityOnly: ['customer.address?.city?.length', 'customer.address?.city.length ?? 0'],
	street: ['customer.address?.street_line1?.length', 'customer.address && customer.address.street_line1.length'],
	unit: ['customer.address?.street_line2?.length', 'customer.address && customer.address.street_line2.length'],
	state: ['customer.address?.state?.length', 'customer.address && customer.address.state.length'],
	postal: ['customer.address?.postal_code?.length', 'customer.address && customer.address.postal_code.length'],
	country: ['customer.address?.country?.length', 'customer.address && customer.address.country.length'],
	day: ['customer.date_of_birth?.day?.toFixed()', 'customer.date_of_birth && customer.date_of_birth.day.toFixed()'],
	month: [
		'customer.date_of_birth?.month?.toFixed()',
		'customer.date_of_birth && customer.date_of_birth.month.toFixed()',
	],
	year: ['customer.date_of_birth?.year?.toFixed()', 'customer.date_of_birth && customer.date_of_birth.year.toFixed()'],
	birth: ['Object.keys(customer.date_of_birth ?? {})', 'Object.keys(customer.date_of_birth)'],
	statuses: ['Object.values(customer.statuses ?? {})', 'Object.values(customer.statuses)'],
	firstStatus: [
		'Object.values(customer.statuses ?? {})[0]?.length',
		'customer.statuses && Object.values(customer.statuses)[0].length',
	],
	metadata: ['Object.keys(customer.metadata ?? {})', 'Object.keys(customer.metadata)'],
	entries: [
		'Object.values(customer.metadata ?? {}).map(String)',
		'Object.values(customer.metadata ?? {}).map((each) => each.toString())',
	],
	lengths: [
		'Object.values(customer.metadata ?? {}).map(String)',
		'Object.values(customer.metadata ?? {}).map((each) => each.trim())',
	],
	address: ['Object.keys(customer.address ?? {})', 'Object.keys(customer.address)'],
} as const;

/** Other uses of an answer, each with the blind one. */
const uses = {
	open: [
		'for (const each of Object.values(customer.statuses ?? {})) void each;',
		'for (const each of Object.values(customer.statuses ?? {})) if (each !== "OPEN") throw new Error("status");',
	],
	closed: [
		'void 0;',
		'for (const each of Object.values(customer.statuses ?? {})) if (!(each in { OPEN: 1 })) throw new Error("status");',
	],
	fields: ['void 1;', 'if (Object.keys(customer).some((key) => key === "unknown_field")) throw new Error("field");'],
	addressFields: ['void 2;', 'if (Object.keys(customer.address ?? {}).length > 6) throw new Error("field");'],
	birthFields: ['void 3;', 'if (Object.keys(customer.date_of_birth ?? {}).length > 3) throw new Error("field");'],
	texts: [
		'void 4;',
		'if (Object.values(customer.metadata ?? {}).some((each) => typeof each === "number")) throw new Error("number");',
	],
	lists: ['void 5;', 'if (Object.values(customer.metadata ?? {}).some(Array.isArray)) throw new Error("list");'],
	objects: [
		'void 6;',
		'JSON.stringify(customer.metadata ?? {}, (key, value) => { if (key === "key") throw new Error("deep"); return value; });',
	],
	booleans: [
		'void 7;',
		'if (Object.values(customer.metadata ?? {}).some((each) => each === true)) throw new Error("boolean");',
	],
	someMetadata: [
		'void 8;',
		'if (customer.metadata && Object.keys(customer.metadata).length === 0) throw new Error("empty");',
	],
	someStatuses: [
		'void 9;',
		'if (customer.statuses && Object.keys(customer.statuses).length === 0) throw new Error("empty");',
	],
	id: ['void 10;', 'if (customer.id === "") throw new Error("id");'],
	details: ['const details = body.details ?? [];', 'const details = body.details;'],
	detail: ['const first = details[0]?.length;', 'const first = details[0].length;'],
	path: ['const path = body.path?.length;', 'const path = body.path.length;'],
	reason: ['const reason = body.error?.length;', 'const reason = body.error.length;'],
	code: ['const code = body.status?.toFixed();', 'const code = body.status.toFixed();'],
	time: ['const time = body.timestamp && Date.parse(body.timestamp);', 'const time = body.timestamp.length;'],
	type: ['const type = body.type.length;', 'const type = body.type === "CUSTOMER_NOT_FOUND_ERROR" ? 1 : [].a.b;'],
	param: ['const param = body.param?.length;', 'const param = body.param.length;'],
	content: [
		'const media = response.headers.get("content-type");',
		'const media = response.headers.get("content-type"); if (media !== "application/json") throw new Error(media);',
	],
	empty: [
		'const message = body.message.length;',
		'const message = body.message.length; if (message === 0) throw new Error("message");',
	],
	error400: ['throw new InvalidRequest(details.join());', 'throw new Error(details.join());'],
	error404: ['throw new CustomerNotFound(body.type);', 'return body;'],
} as const;

type Name = keyof typeof reads | keyof typeof uses;

function client(blind?: Name): string {
	const of = (name: Name) => ({ ...reads, ...uses })[name][name === blind ? 1 : 0];
	const customer = (Object.keys(reads) as Name[]).map((name) => `\t\t\t${name}: ${of(name)},`);
	const more = Object.keys(uses).slice(0, 12) as Name[];
	return `
export class InvalidRequest extends Error {}
export class CustomerNotFound extends Error {}
const makeClient = ({ baseUrl }) => ({
	async updateCustomer(id, update) {
		const headers = { 'Content-Type': 'application/json' };
		const response = await fetch(baseUrl + '/v2/customers/' + id, { method: 'POST', headers, body: JSON.stringify(update) });
		${of('content')}
		const body = await response.json();
		if (response.status === 400) {
			${of('details')} ${of('detail')} ${of('path')} ${of('reason')} ${of('code')} ${of('time')}
			${of('error400')}
		}
		if (response.status === 404) {
			${of('type')} ${of('param')} ${of('empty')}
			${of('error404')}
		}
		const customer = body;
		${more.map(of).join('\n\t\t')}
		return {
${customer.join('\n')}
		};
	},
});
export default { consumer: 'c', spec: 'openapi.yaml', provider: { name: 'p' }, client: makeClient };
`;
}

export const honest = client();

export const mutants: readonly (readonly [name: string, source: string])[] = (
	[...Object.keys(reads), ...Object.keys(uses)] as Name[]
).map((name) => [name, client(name)]);

const rewritten = (from: string, to: string): readonly [string, string] => {
	if (!honest.includes(from)) throw new Error(`the client does not hold ${from}`);
	return [`${from} → ${to}`, honest.replaceAll(from, to)];
};

export const harmless: readonly (readonly [name: string, source: string])[] = [
	rewritten('const customer = body;', 'const customer = { ...body };'),
	rewritten('const customer = body;', 'const customer = structuredClone(body);'),
	rewritten('const customer = body;', 'const customer = JSON.parse(JSON.stringify(body));'),
	rewritten('await response.json()', 'JSON.parse(await response.text())'),
	rewritten('await response.json()', 'await response.json().then((each) => each)'),
	rewritten('await response.json()', 'JSON.parse(Buffer.from(await response.arrayBuffer()).toString())'),
	rewritten('customer.phone?.slice(-4)', '(customer.phone && customer.phone.slice(-4))'),
	rewritten('customer.phone?.slice(-4)', '(customer.phone ?? "").slice(-4)'),
	rewritten('customer.email?.toLowerCase()', 'String(customer.email).toLowerCase()'),
	rewritten('customer.address?.city?.length', '({ ...customer.address }.city ?? "").length'),
	rewritten('customer.date_of_birth?.day?.toFixed()', 'Number(customer.date_of_birth?.day).toFixed()'),
	rewritten('Object.keys(customer.metadata ?? {})', 'Object.keys({ ...customer.metadata })'),
	rewritten('Object.values(customer.statuses ?? {})', 'Object.values(customer.statuses || {})'),
	rewritten('body.details ?? []', 'body.details || []'),
	rewritten('details[0]?.length', '(details[0] ?? "").length'),
	rewritten("{ 'Content-Type': 'application/json' }", "{ 'content-type': 'application/json', Accept: '*/*' }"),
	rewritten('if (response.status === 400)', 'if (!response.ok && response.status === 400)'),
	rewritten('if (response.status === 404)', 'if (!response.ok && response.status !== 400)'),
	rewritten(
		'export class InvalidRequest extends Error {}',
		'class Own extends Error {}\nexport class InvalidRequest extends Own {}',
	),
	rewritten('throw new CustomerNotFound(body.type);', 'const gone = new CustomerNotFound(body.message); throw gone;'),
	rewritten(
		'async updateCustomer(id, update) {',
		'async updateCustomer(id, update) {\n\t\tawait new Promise((resolve) => setImmediate(resolve));',
	),
];
