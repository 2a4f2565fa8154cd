/**
 * Limits how many findings of one code an interaction has in the report. What is left out is counted in a finding that
 * is as severe and that nobody can accept: so what is accepted never hides what is not.
 */
import { type Code, type Finding, finding, severities } from '../exchange/finding';
import { counted } from '../json/text';
import { mostCauses } from '../openapi/schema/limited-causes';

const most = 20;

/** The findings of one interaction; what is accepted stays, however much it is. */
export function limited(findings: readonly Finding[]): readonly Finding[] {
	if (findings.length <= most) return findings;
	const kept: Finding[] = [];
	const counts = new Map<Code, number>();
	const rest = new Map<Code, number>();
	for (const each of findings) {
		const count = each.accepted ? 0 : (counts.get(each.code) ?? 0) + 1;
		if (!each.accepted) counts.set(each.code, count);
		const isLimited = each.severity === 'error' || each.severity === 'warning';
		if (!isLimited || count <= most) kept.push(each);
		else rest.set(each.code, (rest.get(each.code) ?? 0) + 1);
	}
	const [first] = kept;
	// Even if all are accepted, some may not have been looked at.
	if (first && findings.length >= mostCauses && rest.size === 0) rest.set(first.code, 1);
	return first ? [...kept, ...[...rest].map(([code, count]) => restOf(first, code, count))] : kept;
}

function restOf({ role, interaction, operation }: Finding, code: Code, count: number): Finding {
	const atLeast = count + most < mostCauses ? '' : 'At least ';
	return finding({
		code: severities[code] === 'error' ? 'rest.errors' : 'rest.warnings',
		title: `${atLeast}${counted(count, 'more finding')} of ${code}; the report shows ${most} for an interaction.`,
		fix: ['Correct those that are shown first.'],
		...(role && { role }),
		...(interaction && { interaction }),
		...(operation !== undefined && { operation }),
		detail: code,
	});
}
