/** A sign of life on a terminal while a step takes its time; silence everywhere else. */

export interface Progress {
	/** Replaces what is shown. */
	say(text: string): void;
	/** Takes it away. */
	end(): void;
}

/** Shows progress on `stream` when it is a terminal and nobody asked for quiet. */
export function createProgress(stream: NodeJS.WriteStream, isQuiet: boolean): Progress {
	if (isQuiet || !stream.isTTY) return { say: () => {}, end: () => {} };
	const started = Date.now();
	let text = '';
	const draw = () => stream.write(`\r\u001b[K${text} … ${((Date.now() - started) / 1000).toFixed(0)} s`);
	const timer = setInterval(draw, 250);
	timer.unref();
	return {
		say(next) {
			text = next;
			draw();
		},
		end() {
			clearInterval(timer);
			stream.write('\r\u001b[K');
		},
	};
}
