/** The use of an operation and the interactions of its test, each judged as `contract check` will judge it. */
import { check } from '../../check/check';
import { type Exchange, livePlaces, noBody, type Pairs } from '../../exchange/exchange';
import { orUndefined } from '../../json/input-error';
import { isObject, type JsonObject, property } from '../../json/json';
import { child } from '../../json/pointer';
import type { Operation } from '../../openapi/path/operation';
import type { Spec } from '../../openapi/spec';
import { absentState, existsState, resourceOf } from '../names';
import { type Body, bodyAt } from './body';
import { type Credentials, headerOf, neededBy } from './credentials';
import { type Entry, type Inputs, inputsOf } from './inputs';
import { type Wrong, wrongIn } from './wrong';

/** One test. */
export interface Interaction {
	readonly status: number;
	readonly state: { readonly name: string; readonly hasPath: boolean } | undefined;
	/** Whether the path is that of something that does not exist. */
	readonly isAbsent: boolean;
	/** A value that the spec refuses, in place of the one that the others send. */
	readonly wrong: Wrong | undefined;
	readonly body: Body | undefined;
}

export interface Draft {
	readonly operation: Operation;
	readonly credentials: Credentials;
	/** Whether the operation asks for the client's key. */
	readonly usesKey: boolean;
	readonly inputs: Inputs;
	readonly request: Body | undefined;
	readonly isBodyRequired: boolean;
	/** In the order of their statuses. */
	readonly interactions: readonly Interaction[];
	/** Every documented status that a client can rely on, also those without a test. */
	readonly statuses: readonly number[];
	/** The type of the body of each 2xx. */
	readonly answers: readonly { readonly status: number; readonly type: string }[];
	/** What is not written, and why; a sentence each. */
	readonly omitted: readonly string[];
}

export function draftOf(spec: Spec, operation: Operation, credentials: Credentials): Draft {
	const { document } = spec;
	const { method, path, pointer } = operation;
	const name = `${method} ${path}`;
	const omitted: string[] = [];
	const addExample = `add an \`example\` to ${document.file}`;
	const { usesKey, others } = neededBy(spec, operation, credentials);
	const inputs = inputsOf(spec, operation, { usesKey, others });
	const stated = property(document.at(pointer).value, 'requestBody');
	const owner = stated === undefined ? undefined : orUndefined(() => document.follow(child(pointer, 'requestBody')));
	const isBodyRequired = property(owner?.value, 'required') === true;
	const canSendBody = method !== 'GET' && method !== 'HEAD';
	const found = owner === undefined ? undefined : canSendBody ? bodyAt(spec, 'request', owner.pointer) : unsendable;
	const request = typeof found === 'string' ? undefined : found;
	const missing = inputs.missing.map((part) => `no example for ${name} ${part}: ${addExample}`);
	if (typeof found === 'string' && isBodyRequired) missing.push(bodySentence(found, `${name} body`, addExample));

	if (method === 'TRACE') missing.push(`no test for ${name}: \`fetch\` does not send TRACE`);
	const statuses = statusesOf(spec, operation);
	const base = { operation, credentials, usesKey, inputs, request, isBodyRequired };
	const answers: { status: number; type: string }[] = [];
	const interactions: Interaction[] = [];
	for (const { status, key } of statuses) {
		const response = orUndefined(() => document.follow(child(pointer, 'responses', key)));
		const isBodiless = method === 'HEAD' || status === 204 || status === 205;
		const body =
			response === undefined || isBodiless
				? undefined
				: bodyAt(spec, 'response', response.pointer, tagsOf(base, status));
		if (status < 300) answers.push({ status, type: typeOfAnswer(body) });
		if (missing.length > 0) continue;
		if (body === 'no example') {
			omitted.push(`no example for ${name} ${status} response: ${addExample}`);
			continue;
		}
		const interaction = {
			status,
			...situationOf(spec, base, status),
			body: typeof body === 'string' ? undefined : body,
		};
		const judged = check(exchangeOf(base, interaction), spec, 'contract');
		const fault = judged.findings.find(({ severity }) => severity === 'error');
		if (judged.operation !== undefined && judged.operation !== operation.name) {
			omitted.push(`no test for ${name} ${status}: its path with the examples is that of ${judged.operation}`);
		} else if (fault) omitted.push(`no test for ${name} ${status}: ${fault.title}`);
		else interactions.push(interaction);
	}
	if (statuses.length === 0) omitted.push(`no test for ${name}: the spec documents no 2xx and no 4xx`);
	return {
		...base,
		interactions,
		answers,
		statuses: statuses.map(({ status }) => status),
		omitted: [...missing, ...omitted],
	};
}

const unsendable = '`fetch` sends no body with GET and HEAD';

const bodySentence = (why: string, what: string, addExample: string) =>
	why === 'no example' ? `no example for ${what}: ${addExample}` : `no example for ${what}: ${why}`;

/** A body that is not JSON is not asserted. */
const typeOfAnswer = (body: Body | string | undefined) => (typeof body === 'object' ? body.type : 'unknown');

/** Each 2xx and 4xx; a range counts as its first status, and `default` as 200 where no 2xx is named. */
function statusesOf({ document }: Spec, { pointer }: Operation): { status: number; key: string }[] {
	const responses = orUndefined(() => document.follow(child(pointer, 'responses')).value);
	const keys = Object.keys(isObject(responses) ? responses : {});
	const stated = keys.flatMap((key) => {
		const status = Number(key.replace(/^([24])XX$/i, '$100'));
		return (status >= 200 && status < 300) || (status >= 400 && status < 500) ? [{ status, key }] : [];
	});
	const hasSuccess = stated.some(({ status }) => status < 300);
	const all = !hasSuccess && keys.includes('default') ? [{ status: 200, key: 'default' }, ...stated] : stated;
	const isFirst = ({ status }: { status: number }, index: number) =>
		all.findIndex((each) => each.status === status) === index;
	return all.filter(isFirst).sort((one, other) => one.status - other.status);
}

type Base = Pick<Draft, 'operation' | 'credentials' | 'usesKey' | 'inputs' | 'request'>;

/**
 * An error has its own status, and a resource the id that it was asked for by: verification takes an equal text of
 * path and response for the same id.
 */
function tagsOf({ operation, inputs }: Base, status: number): JsonObject {
	if (status >= 400) return { status, statusCode: status };
	const name = /\{([^{}]+)\}$/.exec(operation.path)?.[1];
	const value = inputs.path.find((entry) => entry.name === name)?.value;
	return name === undefined || value === undefined ? {} : { id: value, [name]: value };
}

/** What brings a status about: the resource exists or does not, the body is wrong, or a state of its own. */
function situationOf(spec: Spec, { operation, request, inputs }: Base, status: number) {
	const resource = resourceOf(operation.path);
	const hasPath = resource !== undefined;
	const exists = hasPath ? { name: existsState(resource), hasPath } : undefined;
	if (status < 300) return { state: exists, isAbsent: false, wrong: undefined };
	if (status === 404 && hasPath) {
		return { state: { name: absentState(resource), hasPath }, isAbsent: true, wrong: undefined };
	}
	const wrong = status === 400 || status === 422 ? wrongIn(spec, request, inputs) : undefined;
	if (wrong) return { state: exists, isAbsent: false, wrong };
	return { state: { name: `${operation.name} answers ${status}`, hasPath }, isAbsent: false, wrong: undefined };
}

/** The exchange that the test records. */
function exchangeOf(base: Base, { status, isAbsent, body }: Interaction): Exchange {
	const { operation, inputs, request, usesKey, credentials } = base;
	const key = usesKey ? headerOf(credentials) : undefined;
	const values = new Map((isAbsent ? inputs.otherPath : inputs.path).map(({ name, wire }) => [name, String(wire)]));
	const path = operation.path.replace(/\{([^{}]+)\}/g, (_, name: string) => encodeURIComponent(values.get(name) ?? ''));
	const headers = [...(key ? [key] : []), ...pairs(inputs.headers)];
	const content = (of: Body | undefined): Pairs => (of === undefined ? [] : [['Content-Type', of.mediaType]]);
	// The request of a 4xx is not judged, so what is wrong about it makes no difference here.
	const sent = request?.value;
	return {
		interaction: { file: '', index: 0, description: `${operation.name} answers ${status}` },
		request: {
			method: operation.method,
			path,
			query: pairs(inputs.query),
			headers: [...headers, ...content(request)],
			body: sent === undefined ? noBody : { kind: 'json', value: sent },
		},
		response: {
			status,
			headers: content(body),
			body: body === undefined ? noBody : { kind: 'json', value: body.value },
		},
		places: livePlaces,
	};
}

const pairs = (entries: readonly Entry[]): Pairs =>
	entries
		.filter(({ isSent }) => isSent)
		.flatMap(({ name, wire }) => [wire].flat().map((value) => [name, String(value)] as const));
