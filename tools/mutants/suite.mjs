/**
 * The part of Jest that tests of data need, in this process: `describe`, `test`, their `each`, the hooks, spies, and Jest's
 * own `expect`. Tests of a file run one by one, in any order, as often as wanted.
 */
import { expect } from 'expect';

/** Loads the test file with `load`. Gives its tests in order, each with a `run`, and `close`, which runs what is left. */
export function collect(load, file) {
	const tests = [];
	const blocks = [];
	let current = open(undefined, '');

	function open(parent, name) {
		const block = { parent, name, before: [], after: [], beforeEach: [], afterEach: [], isOpen: false };
		blocks.push(block);
		return block;
	}
	const describe = (name, body) => {
		const outer = current;
		current = open(outer, `${outer.name}${name} › `);
		body();
		current = outer;
	};
	const test = (name, body) => {
		const block = current;
		tests.push({ name: `${block.name}${name}`, run: () => run(block, body) });
	};
	const hooks = {
		beforeAll: (hook) => current.before.push(hook),
		afterAll: (hook) => current.after.push(hook),
		beforeEach: (hook) => current.beforeEach.push(hook),
		afterEach: (hook) => current.afterEach.push(hook),
	};
	const jest = { setTimeout: () => {}, spyOn };
	const all = { describe: withEach(describe), test: withEach(test), it: withEach(test), expect, jest, ...hooks };
	Object.assign(globalThis, all);
	load(file);
	return {
		tests,
		async close() {
			for (const block of blocks.reverse()) if (block.isOpen) for (const hook of block.after) await hook();
		},
	};
}

async function run(block, body) {
	const chain = [];
	for (let each = block; each; each = each.parent) chain.unshift(each);
	for (const each of chain) {
		if (!each.isOpen) for (const hook of each.before) await hook();
		each.isOpen = true;
	}
	for (const each of chain) for (const hook of each.beforeEach) await hook();
	try {
		await body();
	} finally {
		for (const each of chain.reverse()) for (const hook of each.afterEach) await hook();
	}
}

/** Counts the calls of `owner[name]`, in the form in which `expect` asks for them. */
function spyOn(owner, name) {
	const original = owner[name];
	const calls = [];
	function spy(...given) {
		calls.push(given);
		return Reflect.apply(original, this, given);
	}
	owner[name] = spy;
	return Object.assign(spy, {
		_isMockFunction: true,
		getMockName: () => name,
		mock: { calls },
		mockRestore() {
			owner[name] = original;
		},
	});
}

function withEach(declare) {
	return Object.assign(declare, {
		each: (table) => (name, body) => {
			const rows = table.every(Array.isArray) ? table : table.map((row) => [row]);
			for (const [index, row] of rows.entries()) declare(`${name} [${index}]`, () => body(...row));
		},
	});
}
