/** The headers of an answer without what the provider says of anybody in them: names stay, and what says how to read it. */

import { check } from '../../check/check';
import { type Body, type Exchange, noBody, type Pairs } from '../../exchange/exchange';
import { parseMediaType } from '../../exchange/media-type';
import type { Spec } from '../../openapi/spec';
import { differences } from './alike';
import type { Choices } from './choice';
import { boundary } from './fields';
import { Ground, type Leaf } from './leaf';
import { solve } from './solve';
import type { Shapes } from './stand-in';
import type { Vocabulary } from './vocabulary';

/** What is known by its form alone, and tells of nobody. */
const telling: Readonly<Record<string, RegExp>> = {
	'content-length': /^\d{1,15}$/,
	'content-encoding': /^(?:(?:x-)?gzip|deflate|br|identity|zstd)(?:\s*,\s*(?:(?:x-)?gzip|deflate|br|identity|zstd))*$/i,
	'retry-after': /^(?:\d{1,9}|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT)$/,
	date: /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/,
};

/** The headers of an answer with stand-ins for what is not known by its form, as far as the findings about headers need one. */
export function maskedHeaders(exchange: Exchange, spec: Spec, choices: Choices): Pairs {
	const { headers } = exchange.response;
	const isOpen = ([name, value]: Pairs[number]) => {
		const key = name.toLowerCase();
		return value !== '' && key !== 'content-type' && telling[key]?.test(value) !== true;
	};
	const leaves = headers.filter(isOpen).map(([name, value]): Leaf => {
		const ground = new Ground(`header ${name.toLowerCase()}`);
		return { kind: 'written', original: value, place: `/response/headers/${name}`, ground };
	});
	const withValues = (values: readonly (string | number)[]): Pairs => {
		let next = 0;
		return headers.map((each) => {
			if (!isOpen(each)) return each;
			next += 1;
			return [each[0], String(values[next - 1])] as const;
		});
	};
	const judge = (values: readonly (string | number)[]) =>
		check(
			{ ...exchange, response: { ...exchange.response, body: noBody, headers: withValues(values) } },
			spec,
			'provider',
		).findings.filter(({ code }) => code.startsWith('response.header.'));
	const wanted = judge(leaves.map(({ original }) => original));
	return withValues(solve({ leaves, judge, wanted }, choices).values);
}

/** Words of media types that are nobody's. */
const common = new Set(
	(
		'application audio font image message model multipart text video json xml html plain csv css javascript pdf png jpeg gif ' +
		'svg octet stream problem x www form urlencoded data mixed event ndjson vnd api hal charset utf 8 16 le be iso 8859 1 15 ' +
		'us ascii windows 1252 latin1 boundary version v1 v2 profile q'
	).split(' '),
);

/** A media type with other words in place of those that neither everybody uses nor the description writes. */
export function maskedType(contentType: string, { words }: Vocabulary, shapes: Shapes): string {
	return contentType.replace(/[A-Za-z\d\u0080-\u{10ffff}]+/gu, (word) => {
		const plain = word.toLowerCase();
		return common.has(plain) || words.has(plain) ? word : shapes.of(word);
	});
}

/** The Content-Type: its media type and charset where that will do, else more of it. `bodyBy` reads the body by another. */
export function contentTypeInstead(
	contentType: string,
	exchange: Exchange,
	spec: Spec,
	mask: (contentType: string) => string,
	bodyBy: (contentType: string) => Body,
): string {
	const parsed = parseMediaType(contentType);
	const charset = parsed?.parameters.get('charset');
	const isMultipart = parsed?.name === 'multipart/form-data' && parsed.parameters.get('boundary');
	const brief = `${parsed?.name}${charset === undefined ? '' : `; charset=${charset}`}`;
	const candidates = parsed ? [mask(brief), mask(contentType)] : [mask(contentType)];
	if (isMultipart)
		candidates.unshift(mask(contentType).replace(/boundary\s*=\s*("[^"]*"|[^\s;]*)/i, `boundary=${boundary}`));
	const last = candidates.at(-1) ?? '';
	if (candidates[0] === contentType || isMultipart) return candidates[0] ?? last;
	const wanted = check(exchange, spec, 'provider').findings;
	return (
		candidates.find((each) => {
			const headers: Pairs = exchange.response.headers.map(([name, value]) => [
				name,
				name.toLowerCase() === 'content-type' ? each : value,
			]);
			const response = { ...exchange.response, headers, body: bodyBy(each) };
			return differences(wanted, check({ ...exchange, response }, spec, 'provider').findings).length === 0;
		}) ?? last
	);
}
