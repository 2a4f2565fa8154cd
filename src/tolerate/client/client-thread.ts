/** The thread that runs the client: whatever the client does there, it can be ended from outside. */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { ContractConfig, OperationUse } from '../../config/config';
import type { Answer, Call, Entry, Made, ThreadData } from './protocol';
import { placeIn } from './stack';

const { config: configFile, root, operations, cache } = workerData as ThreadData;

/** Not a key: what a loopback server is sent. */
const apiKey = 'placeholder-api-key';

interface Use extends OperationUse<unknown, unknown> {
	readonly file: string;
}

const uses = new Map<string, Use>();
let makeClient: ContractConfig['client'];

const say = (answer: Answer) => parentPort?.postMessage(answer);

for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
	process.on(event, (error: unknown) => say({ kind: 'uncaught', ...shown(error), place: placeOf(error) }));
}

async function load(): Promise<Answer> {
	const { createJiti } = await import('jiti');
	const jiti = createJiti(configFile, { fsCache: cache });
	let file = configFile;
	try {
		makeClient = defaultOf(jiti(configFile)).client;
		const folder = join(root, operations);
		for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
			if (
				!/\.[cm]?[jt]s$/.test(name) ||
				/\.(d|test|spec)\.[cm]?ts$/.test(name) ||
				/(^|[/\\])node_modules[/\\]/.test(name)
			)
				continue;
			file = join(folder, name);
			const exported: unknown = jiti(file);
			for (const each of Object.values(Object(exported))) if (isUse(each)) keep(each, relative(root, file));
		}
	} catch (error) {
		const { message } = shown(error);
		return { kind: 'unusable', message: `${relative(root, file)} cannot be loaded: ${message}` };
	}
	return { kind: 'loaded', entries: [...uses.values()].map(entryOf), hasClient: makeClient !== undefined };
}

function defaultOf(module: unknown): Partial<ContractConfig> {
	const object = Object(module);
	return 'default' in object ? object.default : object;
}

function isUse(value: unknown): value is OperationUse<unknown, unknown> {
	if (typeof value !== 'object' || value === null || !('operationId' in value) || !('call' in value)) return false;
	const { operationId, call } = value;
	return typeof operationId === 'string' && typeof call === 'function' && 'outcomes' in value;
}

function keep(use: OperationUse<unknown, unknown>, file: string): void {
	if (!uses.has(use.operationId)) uses.set(use.operationId, { ...use, file: file.replaceAll('\\', '/') });
}

const entryOf = ({ file, operationId, outcomes, ...use }: Use): Entry => ({
	...{ file, operation: operationId, hasExample: 'example' in use || use.call.length < 2 },
	outcomes: Object.fromEntries(
		Object.entries(outcomes).map(([status, outcome]) => [status, outcome === 'returns' ? outcome : outcome.name]),
	),
});

async function answerTo({ operation, status, baseUrl }: Call): Promise<Made> {
	const use = uses.get(operation);
	try {
		if (!use || !makeClient) throw new Error('there is no client');
		await use.call(makeClient({ baseUrl, apiKey }), use.example);
		return { kind: 'returned' };
	} catch (error) {
		const outcome = use?.outcomes[status];
		const isExpected = typeof outcome === 'function' && error instanceof outcome;
		return { kind: 'threw', ...shown(error), isExpected, place: placeOf(error) };
	}
}

/** The message holds nothing of a provider: the answers are examples of the spec. */
function shown(error: unknown): { readonly name: string; readonly message: string } {
	if (!(error instanceof Error)) return { name: error === null ? 'null' : typeof error, message: String(error) };
	const [line = ''] = String(error.message).split('\n');
	return { name: error.constructor.name || error.name, message: line };
}

const placeOf = (error: unknown) => placeIn(error instanceof Error ? error.stack : undefined, root);

const loading = load();
loading.then(say, () => {});
parentPort?.on('message', async (call: Call) => {
	await loading;
	const made = await answerTo(call);
	// What the call left unhandled is reported first.
	setImmediate(() => say(made));
});
