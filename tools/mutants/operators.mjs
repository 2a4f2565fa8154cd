/**
 * What may be wrong with a piece of TypeScript: for a node, the texts that could stand in its place.
 * A mutant that another one subsumes (a negated condition beside one that is always true and one that never is) is left out.
 */
import ts from 'typescript';

const { SyntaxKind: Kind } = ts;
const comparisons = new Map([
	[Kind.LessThanToken, '<='],
	[Kind.LessThanEqualsToken, '<'],
	[Kind.GreaterThanToken, '>='],
	[Kind.GreaterThanEqualsToken, '>'],
]);
const equalities = new Set([
	...[Kind.EqualsEqualsEqualsToken, Kind.ExclamationEqualsEqualsToken],
	...[Kind.InKeyword, Kind.InstanceOfKeyword],
]);
const logical = new Map([
	[Kind.AmpersandAmpersandToken, '&&'],
	[Kind.BarBarToken, '||'],
	[Kind.QuestionQuestionToken, '??'],
]);
const asking = new Set(['filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex']);
/** Calls that give back something of the kind they are made on. */
const refining = new Set([
	...['filter', 'reverse', 'toReversed', 'sort', 'toSorted', 'slice', 'flat', 'replace', 'replaceAll'],
	...['trim', 'trimStart', 'trimEnd', 'toLowerCase', 'toUpperCase'],
]);
const counterparts = new Map([
	['some', 'every'],
	['every', 'some'],
	['startsWith', 'endsWith'],
	['endsWith', 'startsWith'],
]);

/** Expressions that could stand in place of the expression `node`, each with the operator's name. */
export function* replacements(node) {
	const text = (part) => part.getText();
	if (isOutermostCondition(node)) {
		if (node.kind !== Kind.TrueKeyword) yield ['condition always holds', 'true'];
		if (node.kind !== Kind.FalseKeyword) yield ['condition never holds', 'false'];
	} else if (node.kind === Kind.TrueKeyword || node.kind === Kind.FalseKeyword) {
		yield ['truth value turned', node.kind === Kind.TrueKeyword ? 'false' : 'true'];
	} else if (isGivenBack(node)) yield ['nothing given back', 'undefined'];
	if (ts.isBinaryExpression(node)) {
		const [left, right, operator] = [text(node.left), text(node.right), node.operatorToken.kind];
		if (logical.has(operator) && !isFallbackForTheCompiler(node)) {
			yield [`right of ${logical.get(operator)} left out`, left];
		}
		if (logical.has(operator)) yield [`left of ${logical.get(operator)} left out`, right];
		if (comparisons.has(operator)) yield ['bound moved', `${left} ${comparisons.get(operator)} ${right}`];
		if (operator === Kind.MinusToken) yield ['minus made plus', `${left} + ${right}`];
		if (operator === Kind.PlusToken) yield ['plus made minus', `${left} - ${right}`];
	}
	if (ts.isNumericLiteral(node)) yield ['number one more', String(Number(node.text) + 1)];
	if (isText(node)) yield ['text emptied', node.text === '' ? "'?'" : "''"];
	if (node.kind === Kind.RegularExpressionLiteral) yield* patterns(node.text);
	if (ts.isForOfStatement(node.parent) && node.parent.expression === node) yield ['loop over nothing', '[]'];
	if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && !isInOptionalChain(node)) {
		const { expression, name } = node.expression;
		if (refining.has(name.text)) yield [`.${name.text}() left out`, text(expression)];
		const other = counterparts.get(name.text);
		const rest = node.getText().slice(node.expression.getText().length);
		if (other) yield [`.${name.text}() made .${other}()`, `${text(expression)}.${other}${rest}`];
	}
}

function* patterns(text) {
	const [, source = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(text) ?? [];
	if (source.startsWith('^')) yield ['pattern without its ^', `/${source.slice(1) || '(?:)'}/${flags}`];
	if (/[^\\]\$$/.test(source)) yield ['pattern without its $', `/${source.slice(0, -1)}/${flags}`];
	for (const flag of flags) {
		const others = flags.replace(flag, '');
		if (isPattern(source, others)) yield [`pattern without flag ${flag}`, `/${source}/${others}`];
	}
}

/** Without the flag u, an escape may mean something else, and then a range may be none. */
function isPattern(source, flags) {
	try {
		return Boolean(new RegExp(source, flags));
	} catch {
		return false;
	}
}

/** Whether the statement could be taken out. A fault of ours that is thrown proves nothing. */
export function isRemovable(node) {
	if (ts.isExpressionStatement(node)) return !ts.isSatisfiesExpression(node.expression);
	if (ts.isThrowStatement(node)) return !isFaultOfOurs(node);
	return ts.isBreakStatement(node) || ts.isContinueStatement(node) || (ts.isReturnStatement(node) && !node.expression);
}

/** Whether the node could be left out of the list or the object that it stands in. */
export function isElement(node) {
	if (ts.isArrayLiteralExpression(node.parent)) return !ts.isOmittedExpression(node);
	return ts.isObjectLiteralExpression(node.parent) && !ts.isAccessor(node);
}

/** Parts in which nothing can be wrong that a test could find: types, imports, faults of ours, names of error classes. */
export function isOutOfReach(node) {
	return (
		ts.isTypeNode(node) ||
		ts.isInterfaceDeclaration(node) ||
		ts.isTypeAliasDeclaration(node) ||
		ts.isImportDeclaration(node) ||
		ts.isExportDeclaration(node) ||
		isFaultOfOurs(node) ||
		(ts.isPropertyDeclaration(node) && node.name.getText() === 'name') ||
		// What a tag is put before has to stay a template.
		(ts.isTaggedTemplateExpression(node.parent) && node.parent.template === node) ||
		(ts.isCallExpression(node) && node.expression.kind === Kind.ImportKeyword)
	);
}

function isFaultOfOurs(node) {
	const isThrown = ts.isThrowStatement(node) && ts.isNewExpression(node.expression);
	return isThrown && node.expression.expression.getText() === 'Error';
}

function isText(node) {
	if (!ts.isStringLiteral(node) && !ts.isNoSubstitutionTemplateLiteral(node) && !ts.isTemplateExpression(node))
		return false;
	// Leaving the whole entry out says the same.
	return !isElement(node) && !(ts.isPropertyAssignment(node.parent) && isElement(node.parent));
}

function isOutermostCondition(node) {
	if (ts.isParenthesizedExpression(node) || (!isAskedFor(node) && !isTruthValue(node))) return false;
	let above = node.parent;
	while (ts.isParenthesizedExpression(above)) above = above.parent;
	const isNegated = ts.isPrefixUnaryExpression(above) && above.operator === Kind.ExclamationToken;
	const isJoined = ts.isBinaryExpression(above) && logical.has(above.operatorToken.kind);
	return isAskedFor(node) || (!isNegated && !isJoined);
}

/** Whether the place of `node` asks for a truth value. */
function isAskedFor(node) {
	const { parent } = node;
	if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent))
		return parent.expression === node;
	if (ts.isForStatement(parent) || ts.isConditionalExpression(parent)) return parent.condition === node;
	return isBodyOf(node, asking);
}

function isTruthValue(node) {
	if (ts.isParenthesizedExpression(node)) return isTruthValue(node.expression);
	if (ts.isPrefixUnaryExpression(node)) return node.operator === Kind.ExclamationToken;
	if (!ts.isBinaryExpression(node)) return false;
	const { operatorToken, left, right } = node;
	if (equalities.has(operatorToken.kind) || comparisons.has(operatorToken.kind)) return true;
	return logical.has(operatorToken.kind) && isTruthValue(left) && isTruthValue(right);
}

/** Whether `node` is the body of an arrow function that is given to a method of one of the names. */
function isBodyOf(node, names) {
	const arrow = node.parent;
	if (!ts.isArrowFunction(arrow) || arrow.body !== node || !ts.isCallExpression(arrow.parent)) return false;
	const { expression } = arrow.parent;
	return ts.isPropertyAccessExpression(expression) && names.has(expression.name.text);
}

function isGivenBack(node) {
	const { parent } = node;
	const isBody = ts.isArrowFunction(parent) && parent.body === node && !ts.isBlock(node);
	if (!isBody && !ts.isReturnStatement(parent)) return false;
	if (ts.isIdentifier(node)) return node.text !== 'undefined';
	return (
		(ts.isCallExpression(node) && !isInOptionalChain(node)) ||
		ts.isNewExpression(node) ||
		ts.isPropertyAccessExpression(node) ||
		ts.isElementAccessExpression(node)
	);
}

/** `list[0] ?? ''`: the compiler cannot see that there is always a first, so the right says nothing. */
function isFallbackForTheCompiler({ left, right, operatorToken }) {
	if (operatorToken.kind !== Kind.QuestionQuestionToken) return false;
	return ts.isElementAccessExpression(left) && (ts.isStringLiteral(right) || ts.isArrayLiteralExpression(right));
}

const isInOptionalChain = (node) =>
	ts.isOptionalChain(node) || (ts.isOptionalChain(node.parent) && node.parent.expression === node);
