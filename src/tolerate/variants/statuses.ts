/** A status for each documented response of an operation: of a range, or of `default`, one that the client knows. */
import { keyFor } from '../../check/body/response';

export interface DocumentedStatus {
	/** As the spec writes it. */
	readonly key: string;
	readonly status: number;
}

/** `known` are the statuses that the client's entry names. Those that no final answer can have are left out. */
export function statusesOf(documented: readonly string[], known: readonly number[]): DocumentedStatus[] {
	return documented.flatMap((key) => {
		const candidates = [...(/^\d{3}$/.test(key) ? [Number(key)] : known), ...usual, ...others];
		const status = candidates.find((each) => each >= 200 && each <= 599 && keyFor(documented, each) === key);
		return status === undefined ? [] : [{ key, status }];
	});
}

/** Those that are tried first, so that `default` is a failure of the server. */
const usual = [500, 503, 400, 200, 300, 422, 502, 202];
const others = Array.from({ length: 400 }, (_, index) => 200 + index);
