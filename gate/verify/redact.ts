/** Takes our own secrets out of findings: a provider may send them back, as the key of a map for one. */
import type { Finding } from '../finding';

/** The findings with every occurrence of a secret replaced; texts too short to be one are left alone. */
export function redacted(findings: readonly Finding[], secrets: readonly (string | undefined)[]): Finding[] {
	const known = secrets.filter((each) => each !== undefined && each.length >= 6) as string[];
	if (known.length === 0) return [...findings];
	const clean = (text: string) => known.reduce((rest, secret) => rest.replaceAll(secret, '*'), text);
	return JSON.parse(JSON.stringify(findings), (_key, value: unknown) =>
		typeof value === 'string' ? clean(value) : value,
	) as Finding[];
}
