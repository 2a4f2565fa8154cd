/**
 * Loads TypeScript modules into this very process, through the same compiler that Jest uses, and as often as asked:
 * each `loader.fresh()` evaluates them anew, so a mutant in a table at the top of a file counts too.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import vm from 'node:vm';
import { transformSync } from '@swc/core';
import { once } from './yaml-once.mjs';

/** Packages that behave a little different here. A counter-example need not be small: one is enough. */
const adapted = {
	yaml: once,
	'fast-check': (fc) => {
		fc.configureGlobal({ endOnFailure: true });
		return fc;
	},
};

const options = {
	jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
	module: { type: 'commonjs' },
};

/** `instrumented` holds the text of the files that have mutants, by absolute path. */
export function createLoader(instrumented) {
	const compiled = new Map();

	function compile(file) {
		const known = compiled.get(file);
		if (known) return known;
		const { code } = transformSync(instrumented.get(file) ?? readFileSync(file, 'utf8'), {
			...options,
			filename: file,
		});
		const parameters = 'exports, require, module, __filename, __dirname';
		const made = vm.runInThisContext(`(function (${parameters}) {${code}\n})`, { filename: file });
		compiled.set(file, made);
		return made;
	}

	return {
		fresh() {
			const modules = new Map();
			const load = (file) => {
				const known = modules.get(file);
				if (known) return known.exports;
				const module = { exports: {} };
				modules.set(file, module);
				const outside = createRequire(file);
				const require = (name) => {
					if (!name.startsWith('.')) return (adapted[name] ?? ((exports) => exports))(outside(name));
					const path = join(dirname(file), name);
					const found = [path, `${path}.ts`, join(path, 'index.ts')].find(
						(each) => /\.\w+$/.test(each) && existsSync(each),
					);
					if (found === undefined) throw new Error(`${file} imports ${name}, which is no file`);
					return found.endsWith('.ts') ? load(found) : outside(found);
				};
				compile(file).call(module.exports, module.exports, require, module, file, dirname(file));
				return module.exports;
			};
			return load;
		},
	};
}
