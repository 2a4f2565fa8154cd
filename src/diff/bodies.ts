/** Compares the body of a request, and the media types of any body. */
import { attempt, isFault } from '../check/judgement';
import { followFrom, type RuleContext } from '../check/rule';
import { parseMediaType } from '../exchange/media-type';
import { isObject, property } from '../json/json';
import { child, type Pointer } from '../json/pointer';
import type { Located } from '../openapi/document/document';
import { canonical } from './canonical';
import { everyone, flipped, type OperationPair, type PartCollector, type SchemaPair, type Used } from './part';

export function bodyParts(pair: OperationPair, parts: PartCollector): void {
	const [old, next] = [bodyOf(pair.old), bodyOf(pair.new)];
	const part = `Request of ${pair.old.operation.name}`;
	const sends = ({ requestType }: Used) => requestType !== undefined;
	if (!old && !next) return;
	if (old && !next) parts.add(part, 'removed', old.pointer, pair.new.operation.pointer, 'body removed', sends);
	const isRequired = next !== undefined && property(next.value, 'required') === true;
	if (next && !old) {
		const words = `body added, ${isRequired ? 'required' : 'optional'}`;
		const uses = (_: Used, used: Used) => isRequired || sends(used);
		parts.add(part, 'added', pair.old.operation.pointer, next.pointer, words, uses);
	}
	if (!old || !next) return;
	if ((property(old.value, 'required') === true) !== isRequired) {
		const [from, to] = [child(old.pointer, 'required'), child(next.pointer, 'required')];
		parts.add(part, 'changed', from, to, `body ${flipped(isRequired, 'required')}`, isRequired ? everyone : sends);
	}
	const typeIn = ({ requestType }: Used) => requestType;
	mediaParts(pair, { part, side: 'request', status: undefined, old, new: next, typeIn: [typeIn, typeIn] }, parts);
}

function bodyOf(context: RuleContext): Located | undefined {
	const body = attempt(() =>
		property(followFrom(context).value, 'requestBody') === undefined ? undefined : followFrom(context, 'requestBody'),
	);
	return isFault(body) ? undefined : body;
}

type TypeIn = (used: Used) => string | undefined;

export interface BodyPair extends Pick<SchemaPair, 'part' | 'side' | 'status'> {
	/** What holds the `content`. */
	readonly old: Located;
	readonly new: Located;
	/** The media type that describes the body, in either document. */
	readonly typeIn: readonly [old: TypeIn, next: TypeIn];
}

export function mediaParts({ old, new: next }: OperationPair, pair: BodyPair, parts: PartCollector): void {
	const [before, after] = [mediaIn(old, pair.old), mediaIn(next, pair.new)];
	const [oldType, newType] = pair.typeIn;
	const isOnly = before.size <= 1 && after.size <= 1;
	const [from, to] = [pair.old, pair.new].map(({ pointer }) => child(pointer, 'content')) as [Pointer, Pointer];
	for (const [name, { key, media }] of before) {
		const part = isOnly ? pair.part : `${pair.part} (${name})`;
		const other = after.get(name);
		if (!other) {
			const uses = (used: Used) => oldType(used) === key;
			parts.add(pair.part, 'removed', child(from, key), to, `content type ${key} removed`, uses);
			continue;
		}
		const uses = (used: Used, now: Used) => oldType(used) === key || newType(now) === other.key;
		const [was, is] = [media, other.media].map((each) => encodingOf(each));
		if (was !== is) {
			const places = [media, other.media].map(({ pointer }) => child(pointer, 'encoding')) as [Pointer, Pointer];
			parts.add(part, 'changed', ...places, 'encoding changed', uses);
		}
		const { side, status } = pair;
		const [schema, otherSchema] = [media, other.media].map((each) => schemaOf(each)) as [Schema, Schema];
		if (schema.isStated || otherSchema.isStated) {
			if (schema.isStated !== otherSchema.isStated) {
				const words = flipped(otherSchema.isStated, 'described by a schema');
				const kind = otherSchema.isStated ? 'added' : 'removed';
				parts.add(part, kind, schema.pointer, otherSchema.pointer, words, uses);
			} else parts.schemas.push({ part, side, status, old: schema.pointer, new: otherSchema.pointer, uses });
		}
	}
	for (const [name, { key }] of after) {
		if (before.has(name)) continue;
		const uses = (used: Used, now: Used) => newType(now) === key && oldType(used) !== key;
		parts.add(pair.part, 'added', from, child(to, key), `content type ${key} added`, uses);
	}
}

type Schema = ReturnType<typeof schemaOf>;

const schemaOf = ({ pointer, value }: Located) => ({
	pointer: child(pointer, 'schema'),
	isStated: property(value, 'schema') !== undefined,
});

/** Without the texts of its headers. */
function encodingOf({ value }: Located): string {
	const encoding = property(value, 'encoding');
	const stated = Object.entries(isObject(encoding) ? encoding : {}).map(([name, each]) => {
		const own = ['contentType', 'style', 'explode', 'allowReserved'].map((key) => property(each, key) ?? null);
		return [name, own] as const;
	});
	return canonical(Object.fromEntries(stated.filter(([, own]) => own.some((each) => each !== null))));
}

interface Media {
	/** As the document writes it. */
	readonly key: string;
	readonly media: Located;
}

/** By their media type, spelled in one way. */
function mediaIn({ spec: { document } }: RuleContext, { pointer, value }: Located): Map<string, Media> {
	const content = property(value, 'content');
	const all = Object.keys(isObject(content) ? content : {}).flatMap((key): [string, Media][] => {
		const media = attempt(() => document.follow(child(pointer, 'content', key)));
		return isFault(media) ? [] : [[spelled(key), { key, media }]];
	});
	return new Map(all);
}

function spelled(key: string): string {
	const media = parseMediaType(key);
	if (!media) return key.trim().toLowerCase();
	const parameters = [...media.parameters].map(([name, value]) => `;${name}=${value.toLowerCase()}`).sort();
	return media.name + parameters.join('');
}
