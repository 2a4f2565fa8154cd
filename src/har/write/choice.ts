/** Chooses what stands for a value: the first invention that the schemas known to judge its place judge as they judge it. */

import { samplesOf } from '../../check/matcher/regex-samples';
import { isObject, type Json, type JsonObject } from '../../json/json';
import { child, keysOf, type Pointer } from '../../json/pointer';
import { isFieldName } from '../../json/text';
import type { Spec } from '../../openapi/spec';
import type { Leaf } from './leaf';
import { byCharacter, inventedNumbers, inventedTexts, recalls, type Shapes } from './stand-in';
import { isTelling } from './tree';
import { usable, type Vocabulary } from './vocabulary';

type Value = string | number;

export class Choices {
	private readonly contents = new Map<Pointer, JsonObject>();

	constructor(
		private readonly spec: Spec,
		private readonly vocabulary: Vocabulary,
		private readonly shapes: Shapes,
		/** Keys that have to stay, for findings name them. */
		private readonly named: ReadonlySet<string>,
	) {}

	/** The choice after `turn` others that will do; undefined where there is none. */
	choose(leaf: Leaf, turn: number, isDistinct: boolean): Value | undefined {
		const { ground, original, kind } = leaf;
		const key = `${kind} ${turn} ${isDistinct} ${typeof original} ${original}`;
		if (ground.chosen.has(key)) return ground.chosen.get(key);
		const chosen = this.find(leaf, turn, isDistinct);
		ground.chosen.set(key, chosen);
		return chosen;
	}

	private find(leaf: Leaf, turn: number, isDistinct: boolean): Value | undefined {
		const { schemas } = leaf.ground;
		const isAlike = this.likenessTo(leaf);
		let left = turn;
		for (const each of this.candidates(leaf, isDistinct)) {
			if (!isAlike(each)) continue;
			if (left === 0) return each;
			left -= 1;
		}
		return schemas.size > 0 && left === 0 ? this.changed(leaf, isAlike) : undefined;
	}

	/** A place in a body whatever its keys were replaced by. */
	placeBefore(place: Pointer): Pointer {
		if (!place.startsWith('body/')) return place;
		const stays = (key: string) => /^\d+$/.test(key) || this.vocabulary.names.has(key) || this.named.has(key);
		return child('body', ...keysOf(place.slice('body'.length)).map((key) => (stays(key) ? key : '*')));
	}

	/** The value with each of its characters changed for which `isAlike` holds; undefined where too much would be left. */
	changed({ original, kind }: Leaf, isAlike: (value: Value) => boolean): Value | undefined {
		if (kind === 'field') return undefined;
		const isNumber = typeof original === 'number';
		const valueIn = (text: string): Value => (isNumber ? Number(text) : text);
		const isSame = (text: string) => !isNumber || (Number.isFinite(Number(text)) && String(Number(text)) === text);
		const text = byCharacter(String(original), (each) => isSame(each) && isAlike(valueIn(each)));
		if (text === undefined || recalls(String(original), text, this.vocabulary.writes)) return undefined;
		return valueIn(text);
	}

	/** What may stand for the value, most telling first. Never the value itself, unless the description names it there. */
	*candidates(leaf: Leaf, isDistinct = false): Generator<Value> {
		const { original, kind, ground } = leaf;
		const schemas = [...ground.schemas].map((each) => this.contentOf(each));
		const listed = schemas.flatMap((each) => [each.const, ...(Array.isArray(each.enum) ? each.enum : [])]);
		if (kind !== 'key' && kind !== 'field' && listed.includes(original)) yield original;
		const isPublic = kind === 'written' && this.isListed(String(original), ground.name);
		for (const each of this.inventions(leaf, schemas, isDistinct)) if (each !== original || isPublic) yield each;
		// Between its bounds there may be no other.
		if (schemas.some((each) => numberKeywords.some((keyword) => each[keyword] === original))) yield original;
	}

	private *inventions(leaf: Leaf, schemas: readonly JsonObject[], isDistinct: boolean): Generator<Value> {
		const { original, kind, ground } = leaf;
		if (typeof original === 'number') {
			const said = schemas.flatMap((each) => numberKeywords.map((keyword) => each[keyword])).filter(isNumber);
			const step = Math.abs(schemas.map((each) => each.multipleOf).find(isNumber) ?? 1) || 1;
			const near = [...new Set([...said, ...this.vocabulary.numbers])];
			yield* inventedNumbers(original, isDistinct ? ground.ordinalOf(original) : 0, { near, step });
			return;
		}
		if (kind === 'key' || kind === 'field') {
			yield* this.keys(original, kind);
			return;
		}
		if (kind === 'written') yield* this.writtenFor(original, ground.name);
		yield this.shapes.of(original);
		yield* inventedTexts(original, ground.ordinalOf(original));
		const patterns = schemas.map((each) => each.pattern).filter((each) => typeof each === 'string');
		for (const pattern of patterns) yield* samplesOf(pattern) ?? [];
		if (kind === 'written') for (const each of this.vocabulary.numbers) yield* [each, each + 1, each - 1].map(String);
	}

	/** A key that the same patterns sort among the properties. */
	private *keys(original: string, kind: 'key' | 'field'): Generator<string> {
		const { keyPatterns, names } = this.vocabulary;
		const isAlike = (text: string) =>
			keyPatterns.every((each) => each.test(text) === each.test(original)) && text !== '';
		const isTaken = (text: string) => names.has(text) || this.named.has(text);
		const shape = this.shapes.of(original, isTaken);
		if (isAlike(shape)) yield shape;
		const changed = byCharacter(original, isAlike);
		const isLost = changed === undefined || recalls(original, changed, this.vocabulary.writes);
		// Findings have always shown what looks like the name of a field.
		if (kind === 'field' && (isLost || !isFieldName(changed))) return;
		if (!isLost && !isTaken(changed)) yield changed;
		if (kind === 'key') yield shape;
	}

	/** Item by item, so that what the description lists for it stays. */
	private *writtenFor(original: string, name: string): Generator<string> {
		if (name.startsWith('header ')) yield '*';
		const instead = (each: string) => (this.isListed(each, name) ? each : this.shapes.of(each));
		yield original.split(items).map(instead).join('');
	}

	/** Whether a text holds nothing but what the description lists for it, and marks. */
	private isListed(text: string, name: string): boolean {
		const isKnown = (each: string) => /^(true|false|null)$/.test(each) || this.vocabulary.hasLiteral(name, each);
		return text.split(items).every((each) => !isTelling(each) || isKnown(each));
	}

	private likenessTo({ kind, original, ground }: Leaf): (value: Value) => boolean {
		if (kind !== 'text' && kind !== 'number') return () => true;
		const alike = [...ground.schemas].map((schema): ((value: Value) => boolean) => {
			if (this.accepts(schema, original)) return (value) => this.accepts(schema, value);
			const wanted = this.faultsOf(schema, original);
			return (value) => !this.accepts(schema, value) && this.faultsOf(schema, value) === wanted;
		});
		return (value) => alike.every((each) => each(value));
	}

	/** What cannot be judged is judged alike. */
	private accepts(schema: Pointer, value: Value): boolean {
		return usable(() => this.spec.validator.accepts('response', schema, value)) ?? true;
	}

	private faultsOf(schema: Pointer, value: Value): string {
		const faults = usable(() => this.spec.validator.faults('response', schema, value)) ?? [];
		return faults.map(({ keyword, source }) => `${keyword} ${source}`).join('\n');
	}

	private contentOf(pointer: Pointer): JsonObject {
		const known = this.contents.get(pointer);
		if (known) return known;
		const value = usable(() => this.spec.document.at(pointer).value);
		const content = isObject(value) ? value : {};
		this.contents.set(pointer, content);
		return content;
	}
}

const numberKeywords = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'];
const isNumber = (value: Json | undefined): value is number => typeof value === 'number';
/** What stands between the items of a list. */
const items = /([,|&=;"]|\s+)/;
