/** A sign of life on a terminal while a step takes its time; silence everywhere else. */
import { visible } from '../json/visible';

export interface Progress {
	/** Replaces what is shown. */
	show(text: string): void;
	/** Prints what happened in a line of its own, with `--debug`. */
	trace(text: string): void;
	/** Removes it for good. */
	end(): void;
}

/** What progress needs of a terminal. */
export type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'columns'> & { write(text: string): unknown };

const clear = '\r\u001b[K';

/** Shows progress on `stream` when it is a terminal and nobody asked for quiet; with `traces`, every step of it anyway. */
export function createProgress(stream: Terminal, isQuiet: boolean, traces = false): Progress {
	const trace = (line: string) => {
		if (traces) stream.write(`${visible(line)}\n`);
	};
	// Lines that follow each other are sign enough of life.
	if (traces || isQuiet || !stream.isTTY) return { show: () => {}, trace, end: () => {} };
	const started = Date.now();
	let timer: NodeJS.Timeout | undefined;
	let text = '';
	let isOver = false;
	const draw = () => {
		const line = `${text} … ${((Date.now() - started) / 1000).toFixed(0)} s`;
		// A line that the terminal wraps would leave its first half behind.
		stream.write(clear + line.slice(0, Math.max((stream.columns || 80) - 1, 0)));
	};
	return {
		show(next) {
			if (isOver) return;
			text = visible(next);
			timer ??= setInterval(draw, 250).unref();
			draw();
		},
		trace,
		end() {
			if (timer !== undefined && !isOver) stream.write(clear);
			clearInterval(timer);
			isOver = true;
		},
	};
}
