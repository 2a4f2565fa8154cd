/** Lets nothing reach standard output and standard error but through the redactor, whoever writes it. */

type Clean = (text: string) => string;

/** Wraps the stream's `write` for whoever else writes. Returns the way past it, for text that is clean already. */
export function guard(stream: NodeJS.WriteStream, clean: Clean): (text: string) => void {
	const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
	stream.write = (chunk: unknown, ...rest: unknown[]) => write(cleaned(chunk, clean), ...rest);
	return (text) => void write(text);
}

/** Node writes some of its own warnings past the streams. */
export function guardNode(clean: Clean): void {
	const node = process as unknown as { _rawDebug?: (...args: unknown[]) => void };
	const write = node._rawDebug;
	if (write) node._rawDebug = (...args) => write(...args.map((each) => cleaned(each, clean)));
}

function cleaned(chunk: unknown, clean: Clean): unknown {
	if (typeof chunk === 'string') return clean(chunk);
	if (!(chunk instanceof Uint8Array)) return chunk;
	// One character for one byte: what is not a secret comes through as it was.
	return Buffer.from(clean(Buffer.from(chunk).toString('latin1')), 'latin1');
}
