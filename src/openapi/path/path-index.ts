/**
 * Paths by their segments: finds what fits a request's path without trying every path of the spec, in the order
 * of specificity from the left, and paths of one shape in the order in which they were added.
 */

import { percentDecoded } from '../../json/text';
import { compareSegments, type PathTemplate, type Segment, type TemplateSegment, valuesIn } from './path-template';

type Found<Leaf> = readonly [leaf: Leaf, values: readonly string[]];

interface Node<Leaf> {
	readonly literals: Map<string, Node<Leaf>>;
	/** Most specific first. */
	readonly templates: { readonly segment: TemplateSegment; readonly node: Node<Leaf> }[];
	readonly leaves: Leaf[];
}

export class PathIndex<Leaf> {
	private readonly root = newNode<Leaf>();

	add({ segments }: PathTemplate, leaf: Leaf): void {
		segments.reduce(nodeBelow<Leaf>, this.root).leaves.push(leaf);
	}

	/** What fits `path`, most specific first, with the values of the templates, percent-encoded. */
	find(path: string, empties: boolean): Iterable<Found<Leaf>> {
		return search(this.root, path.split('/'), 0, none, empties);
	}
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

const none: readonly string[] = [];

function* search<Leaf>(
	node: Node<Leaf>,
	texts: readonly string[],
	at: number,
	values: readonly string[],
	empties: boolean,
): Iterable<Found<Leaf>> {
	const text = texts[at];
	if (text === undefined) {
		for (const leaf of node.leaves) yield [leaf, values];
		return;
	}
	const literal = node.literals.get(percentDecoded(text));
	if (literal) yield* search(literal, texts, at + 1, values, empties);
	for (const { segment, node: below } of node.templates) {
		const own = valuesIn(segment, text, empties);
		if (own) yield* search(below, texts, at + 1, values.length === 0 ? own : [...values, ...own], empties);
	}
}
