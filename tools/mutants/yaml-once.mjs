/** The `yaml` package with a memory: the tests read the same few texts for every mutant, and that is most of what they do. */

let wrapped;

export function once(yaml) {
	wrapped ??= { ...yaml, parse: remembered(yaml.parse), parseDocument: remembered(yaml.parseDocument) };
	return wrapped;
}

/** Whoever changes a value that others share is told so: values are frozen. A document is only read, and stays open. */
function remembered(parse) {
	const known = new Map();
	return (text, options = {}) => {
		const { lineCounter, ...rest } = options;
		const key = `${JSON.stringify(rest)} ${text}`;
		const lines = lineCounter && new lineCounter.constructor();
		const entry = known.get(key) ?? { value: parse(text, { ...rest, ...(lines && { lineCounter: lines }) }), lines };
		known.set(key, entry);
		if (lineCounter) lineCounter.lineStarts = [...(entry.lines?.lineStarts ?? [])];
		return isPlain(entry.value) ? frozen(entry.value) : entry.value;
	};
}

const isPlain = (value) => Array.isArray(value) || Object.getPrototypeOf(Object(value)) === Object.prototype;

function frozen(value) {
	if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
	for (const member of Object.values(value)) frozen(member);
	return Object.freeze(value);
}
