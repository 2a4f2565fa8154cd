/**
 * Puts every mutant of a source into one text, each beside what it replaces, behind a switch:
 * `a < b` becomes `($mutant(7) ? a <= b : a < b)`. So all mutants are built at once, and none costs a build.
 */
import ts from 'typescript';
import { isElement, isOutOfReach, isRemovable, replacements } from './operators.mjs';

/** The instrumented text of `file`, and its mutants, numbered from `first`. */
export function instrument(file, text, first) {
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
	const mutants = [];
	const add = (node, operator, replacement = '') => {
		const start = node.getStart();
		const { line } = source.getLineAndCharacterOfPosition(start);
		const shown = node.getText().replace(/\s+/g, ' ');
		mutants.push({ id: first + mutants.length, file, line: line + 1, operator, source: shown, replacement });
		return mutants.at(-1).id;
	};

	/** The node's text with the switches of all that stands in it, then its own. */
	function emit(node) {
		if (isOutOfReach(node)) return node.getText();
		const inner = spliced(node);
		if (isAssigned(node)) return inner;
		if (ts.isStatement(node)) {
			// The outer braces keep an `else` behind it to the `if` before it.
			return isRemovable(node) ? `{ if (!$mutant(${add(node, 'statement taken out')})) { ${inner} } }` : inner;
		}
		let out = inner;
		if (ts.isExpression(node) && isUsed(node)) {
			for (const [operator, other] of replacements(node))
				out = `($mutant(${add(node, operator, other)}) ? ${other} : ${out})`;
		}
		if (isElement(node)) {
			const [what, empty] = ts.isArrayLiteralExpression(node.parent) ? ['item', '[]'] : ['entry', '{}'];
			const isSpread = ts.isSpreadElement(node) || ts.isSpreadAssignment(node);
			const whole = isSpread ? out.slice(3) : empty === '[]' ? `[${out}]` : `{ ${out} }`;
			out = `...($mutant(${add(node, `${what} left out`)}) ? ${empty} : ${whole})`;
		}
		return out;
	}

	function spliced(node) {
		const start = node.getStart();
		let out = '';
		let at = start;
		ts.forEachChild(node, (child) => {
			if (child.getStart() < at) return;
			out += text.slice(at, child.getStart()) + emit(child);
			at = child.end;
		});
		return out + text.slice(at, node.end);
	}

	const code = text.slice(0, source.getStart()) + spliced(source);
	return { code, mutants };
}

/** Whether the node is what is written to, in which nothing may be wrapped. */
function isAssigned(node) {
	const { parent } = node;
	return (
		ts.isBinaryExpression(parent) && parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
	);
}

/** Whether the expression is evaluated where it stands, rather than being a name or a part of one. */
function isUsed(node) {
	const { parent } = node;
	if ('name' in parent && parent.name === node) return false;
	return !(ts.isPropertyAccessExpression(parent) && parent.name === node);
}
