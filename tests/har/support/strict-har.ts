/**
 * What HAR 1.2 asks of a recording (http://www.softwareishard.com/blog/har-12-spec/), read strictly: each place that
 * breaks it.
 */
type Rule = (value: unknown, place: string) => string[];

const says =
	(words: string, holds: (value: unknown) => boolean): Rule =>
	(value, place) =>
		holds(value) ? [] : [`${place} is no ${words}`];

const text = says('text', (value) => typeof value === 'string');
const count = says('number from -1 on', (value) => Number.isInteger(value) && Number(value) >= -1);
const length = says('number from 0 on', (value) => Number.isInteger(value) && Number(value) >= 0);
const duration = says('duration', (value) => typeof value === 'number' && value >= 0);
const instant = says(
	'instant',
	(value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value),
);
const url = says('absolute URL', (value) => typeof value === 'string' && URL.canParse(value) && !value.includes('#'));

const listOf =
	(item: Rule): Rule =>
	(value, place) =>
		Array.isArray(value) ? value.flatMap((each, index) => item(each, `${place}/${index}`)) : [`${place} is no list`];

/** Names that end in `?` may be missing. What begins with an underscore is anybody's; every other name is an error. */
const objectOf =
	(members: Readonly<Record<string, Rule>>): Rule =>
	(value, place) => {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${place} is no object`];
		const known = new Map(Object.entries(members).map(([name, rule]) => [name.replace('?', ''), rule] as const));
		const own = new Map(Object.entries(value));
		const missing = Object.keys(members).filter((name) => !name.endsWith('?') && !own.has(name));
		const unknown = [...own.keys()].filter((name) => !name.startsWith('_') && !known.has(name));
		return [
			...missing.map((name) => `${place} lacks ${name}`),
			...unknown.map((name) => `${place} has ${name}`),
			...[...own].flatMap(([name, member]) => known.get(name)?.(member, `${place}/${name}`) ?? []),
		];
	};

const pair = objectOf({ name: text, value: text, 'comment?': text });
const cookie = objectOf({ name: text, value: text, 'path?': text, 'domain?': text, 'expires?': instant });

const request = objectOf({
	method: text,
	url,
	httpVersion: text,
	cookies: listOf(cookie),
	headers: listOf(pair),
	queryString: listOf(pair),
	'postData?': objectOf({ mimeType: text, params: listOf(pair), text, 'comment?': text }),
	headersSize: count,
	bodySize: count,
	'comment?': text,
});

const response = objectOf({
	status: length,
	statusText: text,
	httpVersion: text,
	cookies: listOf(cookie),
	headers: listOf(pair),
	content: objectOf({
		size: length,
		mimeType: text,
		'text?': text,
		'encoding?': text,
		'compression?': count,
		'comment?': text,
	}),
	redirectURL: text,
	headersSize: count,
	bodySize: count,
	'comment?': text,
});

const entry = objectOf({
	'pageref?': text,
	startedDateTime: instant,
	time: duration,
	request,
	response,
	cache: objectOf({}),
	timings: objectOf({ send: duration, wait: duration, receive: duration, 'comment?': text }),
	'serverIPAddress?': text,
	'connection?': text,
	'comment?': text,
});

const creator = objectOf({ name: text, version: text, 'comment?': text });
const har = objectOf({
	log: objectOf({
		version: says('version 1.2', (value) => value === '1.2'),
		creator,
		'browser?': creator,
		'pages?': listOf(() => []),
		entries: listOf(entry),
		'comment?': text,
	}),
});

interface Timed {
	readonly time: number;
	readonly timings: { readonly send: number; readonly wait: number; readonly receive: number };
	readonly response: {
		readonly content: { readonly size: number; readonly text?: string; readonly encoding?: string };
	};
}

/** The places that break the format; of a whole one, those where times and sizes do not add up. */
export function faultsOfHar(value: unknown): string[] {
	const faults = har(value, '');
	if (faults.length > 0) return faults;
	const { entries } = (value as { log: { entries: readonly Timed[] } }).log;
	return entries.flatMap(({ time, timings, response: { content } }, index) => {
		const sum = timings.send + timings.wait + timings.receive;
		const bytes = Buffer.from(content.text ?? '', content.encoding === 'base64' ? 'base64' : 'utf8').length;
		return [
			...(Math.abs(sum - time) < 1e-6 ? [] : [`/log/entries/${index}/time is not the sum of its timings`]),
			...(bytes === content.size ? [] : [`/log/entries/${index}/response/content/size is not that of its text`]),
		];
	});
}
