/** `multipleOf` in exact decimals: 19.99 is a multiple of 0.01, which binary floating point gets wrong. */

/** `step` is above 0. */
export function isMultipleOf(step: number, value: number): boolean {
	if (Number.isSafeInteger(value) && Number.isSafeInteger(step)) return value % step === 0;
	const [digits, exponent] = decimal(value);
	const [stepDigits, stepExponent] = decimal(step);
	const common = Math.min(exponent, stepExponent);
	return scaled(digits, exponent - common) % scaled(stepDigits, stepExponent - common) === 0n;
}

const scaled = (digits: bigint, places: number): bigint => digits * 10n ** BigInt(places);

/** The shortest decimal that parses to the number: digits × 10^exponent. */
function decimal(value: number): readonly [digits: bigint, exponent: number] {
	const [mantissa = '', power = ''] = String(value).split('e');
	const [whole = '', fraction = ''] = mantissa.split('.');
	return [BigInt(whole + fraction), Number(power) - fraction.length];
}
