/** The body of an answer with stand-ins for what the provider sent, judged as it was. */

import { type Body, noBody, parseJson } from '../../exchange/exchange';
import type { Finding } from '../../exchange/finding';
import { kindOf, parseMediaType } from '../../exchange/media-type';
import type { Json } from '../../json/json';
import { differences } from './alike';
import type { Choices } from './choice';
import { boundary, type Fields, formFields, multipartFields } from './fields';
import { Ground, Grounds } from './leaf';
import { textsInstead } from './plain-text';
import { type Solution, solve } from './solve';
import type { Shapes } from './stand-in';
import { type Keeping, thinned, treeOf } from './tree';

export interface MaskedBody {
	readonly body: Body;
	readonly isAlike: boolean;
}

export interface BodyOf {
	readonly body: Body;
	/** As it came, and as it will stand in the recording. */
	readonly contentType: { readonly came: string | undefined; readonly stands: string | undefined };
	readonly wanted: readonly Finding[];
	judge(body: Body): readonly Finding[];
}

export interface Means {
	readonly choices: Choices;
	readonly shapes: Shapes;
	readonly keeps: Keeping;
	maskType(contentType: string): string;
}

export function maskedBody(of: BodyOf, means: Means): MaskedBody {
	const { body, contentType } = of;
	switch (body.kind) {
		case 'none':
			return { body: noBody, isAlike: true };
		case 'json': {
			const grounds = new Grounds();
			const whole = jsonOf(body.value, means, grounds);
			if (whole.leaves.length > many) {
				// What a part of it teaches need not be tried on all of it.
				const part = thinned(body.value, sample);
				const wanted = of.judge({ kind: 'json', value: part });
				solved({ ...of, wanted }, means, jsonOf(part, means, grounds));
			}
			return solved(of, means, whole);
		}
		case 'text': {
			if (body.fault !== undefined) return unreadable(of, body.text, body.fault, means);
			const media = parseMediaType(contentType.came ?? '');
			if (media && kindOf(media) === 'form') {
				return solvedFields(of, means, formFields(body.text, means.keeps.key), (text) => ({ kind: 'text', text }));
			}
			if (body.text.length > enough) {
				const brief = firstAlike(of, [{ kind: 'text', text: means.shapes.of(body.text.slice(0, enough)) }]);
				if (brief.isAlike) return brief;
			}
			const leaf = { kind: 'written', original: body.text, place: 'body', ground: new Ground('') } as const;
			const bodyWith = ([value = '']: Solution['values']): Body => ({ kind: 'text', text: String(value) });
			return solved(of, means, { leaves: [leaf], bodyWith });
		}
		case 'binary':
			return ofBytes(of, body.bytes, means);
		default:
			return body satisfies never;
	}
}

function jsonOf(value: Json, { keeps }: Means, grounds: Grounds): Taken {
	const { leaves, withLeaves } = treeOf(value, 'body', keeps, grounds);
	return { leaves, bodyWith: (values) => ({ kind: 'json', value: withLeaves(values) }) };
}

/** From so many values on a part is looked at first: lists with so many items. */
const [many, sample] = [2_000, 50];

/** So much of a text that is not judged is enough to know it by. */
const enough = 1_000;

interface Taken {
	readonly leaves: Fields['leaves'];
	bodyWith(values: Solution['values']): Body;
}

function solved({ wanted, judge }: BodyOf, { choices }: Means, { leaves, bodyWith }: Taken): MaskedBody {
	const { values, isAlike } = solve({ leaves, wanted, judge: (each) => judge(bodyWith(each)) }, choices);
	return { body: bodyWith(values), isAlike };
}

const solvedFields = (of: BodyOf, means: Means, { leaves, withLeaves }: Fields, bodyOf: (text: string) => Body) =>
	solved(of, means, { leaves, bodyWith: (values) => bodyOf(withLeaves(values)) });

/** The first candidate that is judged alike, else the last. */
function firstAlike({ wanted, judge }: BodyOf, candidates: Iterable<Body>): MaskedBody {
	let last: Body = noBody;
	for (const body of candidates) {
		last = body;
		if (differences(wanted, judge(body)).length === 0) return { body, isAlike: true };
	}
	return { body: last, isAlike: false };
}

/** What ought to be JSON and is not. */
function unreadable(of: BodyOf, text: string, fault: string, { shapes }: Means): MaskedBody {
	// Nothing of its bytes could be read.
	if (text === '') return { body: { kind: 'text', text, fault }, isAlike: true };
	const candidates = [...textsInstead(text, shapes)].map(parseJson);
	return firstAlike(
		of,
		candidates.filter(({ kind }) => kind === 'text'),
	);
}

/** Bytes are judged by their presence, but for those that are parts. */
function ofBytes(of: BodyOf, bytes: Uint8Array, means: Means): MaskedBody {
	const media = parseMediaType(of.contentType.came ?? '');
	const asBody = (text: string): Body => ({ kind: 'binary', bytes: Buffer.from(text) });
	if (!media || kindOf(media) !== 'multipart') return firstAlike(of, [asBody('left out')]);
	const between = media.parameters.get('boundary') ?? '';
	const fields = multipartFields(bytes, between, means.keeps.key, means.maskType);
	if (fields) return solvedFields(of, means, fields, asBody);
	// Each is unreadable for another reason.
	const ends = [`--${boundary}--`, ''].flatMap((end) => [`\r\n${end}`, `\r\n\r\n${end}`, `\r\n\r\nx\r\n${end}`]);
	return firstAlike(of, ['left out', ...ends.map((end) => `--${boundary}${end}`)].map(asBody));
}
