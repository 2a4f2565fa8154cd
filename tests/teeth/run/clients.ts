/** Runs `contract tolerate` against mutants of a client, and against rewritings of it that change nothing. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../support/cli';
import { contractInProcess } from '../../support/in-process';
import { withFolder } from '../../support/temporary';
import { harmless, honest, mutants } from '../derive/clients';

const entry = `
import { CustomerNotFound, InvalidRequest } from '../contract.config';
export const updateCustomer = {
	operationId: 'updateCustomer',
	example: { id: 'a', update: { email: 'changed@example.com' } },
	call: (client, { id, update }) => client.updateCustomer(id, update),
	outcomes: { 200: 'returns', 400: InvalidRequest, 404: CustomerNotFound },
};
`;

type Client = readonly [name: string, source: string];

/** Whether `contract tolerate` finds something about the client. */
const isAccused = ([, source]: Client): Promise<boolean> =>
	withFolder(async (folder) => {
		await mkdir(join(folder, 'contracts'));
		await copyFile(join(projectRoot, 'spec', 'openapi.yaml'), join(folder, 'openapi.yaml'));
		await writeFile(join(folder, 'contract.config.ts'), source);
		await writeFile(join(folder, 'contracts', 'update-customer.ts'), entry);
		const { code, report, stderr } = await contractInProcess(['tolerate', '--format', 'json'], { cwd: folder });
		if (stderr !== '' || !report?.variants?.total) throw new Error(`the client was not tried: ${stderr}`);
		return code !== 0 && report.findings.some((each) => each.code === 'client.intolerant');
	});

async function accused(clients: readonly Client[]): Promise<readonly string[]> {
	const found: string[] = [];
	for (const each of clients) if (await isAccused(each)) found.push(each[0]);
	return found;
}

export interface ClientScore {
	readonly mutants: readonly string[];
	readonly missed: readonly string[];
	readonly harmless: readonly string[];
	readonly accused: readonly string[];
}

/** Every `sample`th of each; the client itself is one of the harmless. */
export async function runClients(sample: number): Promise<ClientScore> {
	const chosen = (all: readonly Client[]) => all.filter((_, index) => index % sample === 0);
	const [broken, same] = [chosen(mutants), chosen([['the client itself', honest], ...harmless])];
	const caught = new Set(await accused(broken));
	const names = broken.map(([name]) => name);
	return {
		...{ mutants: names, missed: names.filter((each) => !caught.has(each)) },
		...{ harmless: same.map(([name]) => name), accused: await accused(same) },
	};
}

/** The last line has the totals. */
export function clientLines({ mutants: all, missed, harmless: same, accused: wrongly }: ClientScore): string[] {
	return [
		...missed.map((each) => `BAD   client ${each}: not caught`),
		...wrongly.map((each) => `BAD   client ${each}: accused, though it stands every answer`),
		`${all.length - missed.length} of ${all.length} mutants of a client are caught; ${same.length - wrongly.length} of ${same.length} harmless rewritings are left in peace`,
		`clients: ${all.length - missed.length + same.length - wrongly.length} passed, ${missed.length + wrongly.length} failed`,
	];
}
