/**
 * Uses the package as another project does: packs it, installs it in copies of `examples/pets` and of nothing, and runs the
 * commands there. Needs the npm registry.
 */
import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'contract-example-'));
const pets = join(folder, 'pets');
let [passed, failed] = [0, 0];

function run(cwd, command, ...args) {
	const env = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !/^npm_|^PETS_|^PACT_|^CI$/.test(name)),
	);
	const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
	return { status, output: stdout + stderr };
}

const contract = (cwd, ...args) => run(cwd, 'npx', '--no-install', 'contract', ...args);

function check(what, { status, output }, expected, ...words) {
	const isRight = status === expected && words.every((each) => output.includes(each));
	if (isRight) passed += 1;
	else failed += 1;
	console.log(`${isRight ? '✓' : '✗'} ${what}${isRight ? '' : `: exit ${status}\n${output}`}`);
}

const change = async (file, from, to) => {
	const text = await readFile(join(pets, file), 'utf8');
	if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
	await writeFile(join(pets, file), text.replace(from, to));
};

try {
	check('npm pack', run(root, 'npm', 'pack', '--pack-destination', folder), 0);
	const [archive = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
	const install = (cwd) =>
		run(cwd, 'npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', join('..', archive));

	await cp(join(root, 'examples', 'pets'), pets, { recursive: true });
	check('pets: npm install', install(pets), 0);
	const pact = join(pets, 'pacts', 'pets-client-pets.json');
	const committed = await readFile(pact, 'utf8');
	check('pets: the gate agrees', contract(pets, 'gate', '--strict'), 0, 'AGREE', '6 of 6 interactions judged');
	check(
		'pets: the recorded pact is the committed one',
		{ status: committed === (await readFile(pact, 'utf8')) ? 0 : 1, output: '' },
		0,
	);
	check('pets: its types agree', run(pets, 'npx', '--no-install', 'tsc'), 0);
	check('pets: a folder below the root', contract(join(pets, 'contracts'), 'check'), 0, 'AGREE');

	await change('provider/pets.ts', 'body: pet } : problem(404', "body: { ...pet, status: 'lost' } } : problem(404");
	check('pets: a wrong answer is found', contract(pets, 'verify'), 1, 'response.body.invalid', 'spec/pets.yaml');
	await change('provider/pets.ts', "'GET /pets/{pet_id}'", "'GET /dogs/{pet_id}'");
	check(
		'pets: a missing handler is named',
		contract(pets, 'verify'),
		1,
		'has no handler for GET /pets/',
		'add one in provider/pets.ts',
	);

	const bare = join(folder, 'bare');
	await mkdir(bare);
	check('elsewhere: npm install', install(bare), 0);
	const files = [pact, '--spec', join(pets, 'spec', 'pets.yaml')];
	check('elsewhere: a pact and a spec need no config', contract(bare, 'check', ...files), 0, 'AGREE');
	check('elsewhere: without a config the gate says how to begin', contract(bare, 'gate'), 2, 'contract init');

	await cp(join(pets, 'spec', 'pets.yaml'), join(bare, 'api.yaml'));
	check('a new project: init', contract(bare, 'init', '--spec', 'api.yaml'), 0, 'contract.config.ts');
	for (const operation of ['createPet', 'getPet', 'deletePet']) {
		check(`a new project: add ${operation}`, contract(bare, 'add', operation), 0, 'wrote tests/consumer/');
	}
	check(
		'a new project: in CI nothing is written',
		run(bare, 'env', 'CI=true', 'npx', '--no-install', 'contract', 'gate'),
		1,
		'pact.stale',
		'there is no pact yet',
	);
	check('a new project: the gate', contract(bare, 'gate'), 0, 'AGREE', 'Nothing was verified');
	check('a new project: strictly, it is not verified', contract(bare, 'gate', '--strict'), 1, 'DISAGREE');
} finally {
	await rm(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
