/** A bounded cache: all entries are dropped when it is full. */

/** The most entries that are kept. */
export const kept = 200;

export function remembered<Key, T>(known: Map<Key, T>, key: Key, make: () => T): T {
	const found = known.get(key);
	if (found !== undefined) return found;
	const made = make();
	if (known.size >= kept) known.clear();
	known.set(key, made);
	return made;
}
