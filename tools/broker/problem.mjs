/** What keeps the broker from starting, in words for who starts it, and the exit code that goes with it. */
export class Problem extends Error {
	constructor(message, code = 1) {
		super(message);
		this.code = code;
	}
}
