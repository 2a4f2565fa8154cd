/**
 * Paths by their segments: finds what fits a request's path without trying every path of the description, in the order
 * of specificity from the left, and paths of one shape in the order in which they were added.
 */

import { percentDecoded } from '../../json/text';
import { compareSegments, type PathTemplate, type Segment, type TemplateSegment, valuesIn } from './path-template';

export interface PathIndex<Leaf> {
	add(template: PathTemplate, leaf: Leaf): void;
	/** The first that `use` makes something of, called with the values of the templates, percent-encoded. */
	find<Found>(path: string, empties: boolean, use: Use<Leaf, Found>): Found | undefined;
}

type Use<Leaf, Found> = (leaf: Leaf, values: readonly string[]) => Found | undefined;

interface Node<Leaf> {
	readonly literals: Map<string, Node<Leaf>>;
	/** Most specific first. */
	readonly templates: { readonly segment: TemplateSegment; readonly node: Node<Leaf> }[];
	readonly leaves: Leaf[];
}

export function createPathIndex<Leaf>(): PathIndex<Leaf> {
	const root = newNode<Leaf>();
	return {
		add: ({ segments }, leaf) => segments.reduce(nodeBelow, root).leaves.push(leaf),
		find: (path, empties, use) => search(root, path.split('/'), 0, [], empties, use),
	};
}

const newNode = <Leaf>(): Node<Leaf> => ({ literals: new Map(), templates: [], leaves: [] });

function nodeBelow<Leaf>(node: Node<Leaf>, segment: Segment): Node<Leaf> {
	if (segment.kind === 'literal') {
		const below = node.literals.get(segment.text) ?? newNode<Leaf>();
		node.literals.set(segment.text, below);
		return below;
	}
	const known = node.templates.find((each) => each.segment.shape === segment.shape);
	if (known) return known.node;
	const below = newNode<Leaf>();
	node.templates.push({ segment, node: below });
	node.templates.sort((a, b) => compareSegments(a.segment, b.segment));
	return below;
}

function search<Leaf, Found>(
	node: Node<Leaf>,
	segments: readonly string[],
	depth: number,
	values: readonly string[],
	empties: boolean,
	use: Use<Leaf, Found>,
): Found | undefined {
	const text = segments[depth];
	if (text === undefined) {
		for (const leaf of node.leaves) {
			const found = use(leaf, values);
			if (found !== undefined) return found;
		}
		return undefined;
	}
	const literal = node.literals.get(percentDecoded(text));
	const found = literal && search(literal, segments, depth + 1, values, empties, use);
	if (found !== undefined) return found;
	for (const { segment, node: below } of node.templates) {
		const own = valuesIn(segment, text, empties);
		if (!own) continue;
		const deeper = search(below, segments, depth + 1, values.length === 0 ? own : [...values, ...own], empties, use);
		if (deeper !== undefined) return deeper;
	}
	return undefined;
}
