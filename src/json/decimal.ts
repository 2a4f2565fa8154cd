/**
 * Numbers as decimals of any length: 19.99 is a multiple of 0.01 and 9007199254740993 is not 9007199254740992, both of which
 * binary floating point gets wrong. A number counts as the shortest decimal that parses to it.
 */

/** ±0.DIGITS × 10^point. */
interface Decimal {
	readonly sign: -1 | 0 | 1;
	/** Without zeros at either end; empty for zero. */
	readonly digits: string;
	readonly point: number;
}

export type Numeral = number | string;

/** Of a JSON number, as text or parsed. */
function decimal(numeral: Numeral): Decimal {
	const [, minus, whole = '', fraction = '', power = '0'] = form.exec(String(numeral)) ?? [];
	const written = whole + fraction;
	const digits = written.replace(/^0+/, '').replace(/0+$/, '');
	if (digits === '') return { sign: 0, digits, point: 0 };
	const zeros = written.length - written.replace(/^0+/, '').length;
	return { sign: minus ? -1 : 1, digits, point: whole.length - zeros + Number(power) };
}

const form = /^(-?)(\d+)\.?(\d*)(?:[eE]([+-]?\d+))?$/;

/** Negative where `one` is below `other`, zero where they are the same number. */
export function compareNumerals(one: Numeral, other: Numeral): number {
	const [a, b] = [decimal(one), decimal(other)];
	if (a.sign !== b.sign || a.sign === 0) return a.sign - b.sign;
	if (a.point !== b.point) return a.sign * (a.point - b.point);
	return a.digits === b.digits ? 0 : a.sign * (a.digits < b.digits ? -1 : 1);
}

/** Whether `text`, a JSON number, is what it parses to. */
export const isKeptByDouble = (text: string): boolean =>
	(text.length <= safeLength && !/e/i.test(text)) || compareNumerals(text, String(Number(text))) === 0;

/** A double keeps every decimal of so many digits. */
const safeLength = 15;

/** `step` is above 0. */
export function isMultipleOf(step: Numeral, value: Numeral): boolean {
	if (typeof step === 'number' && Number.isSafeInteger(value) && Number.isSafeInteger(step)) {
		return Number(value) % step === 0;
	}
	const [a, b] = [decimal(value), decimal(step)];
	if (a.sign === 0) return true;
	if (a.point < b.point) return false;
	const [scale, stepScale] = [a.point - a.digits.length, b.point - b.digits.length];
	const common = Math.min(scale, stepScale);
	const modulus = BigInt(b.digits) * 10n ** BigInt(stepScale - common);
	return (BigInt(a.digits) * power(10n, scale - common, modulus)) % modulus === 0n;
}

/** `base` to the `exponent`, by `modulus`. */
function power(base: bigint, exponent: number, modulus: bigint): bigint {
	let [result, factor] = [1n % modulus, base % modulus];
	for (let left = BigInt(exponent); left > 0n; left >>= 1n) {
		if (left & 1n) result = (result * factor) % modulus;
		factor = (factor * factor) % modulus;
	}
	return result;
}
