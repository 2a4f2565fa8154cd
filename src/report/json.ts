/** The report as one JSON object, its keys in the order of `docs/findings.md`, whoever made them. */
import type { Finding, Place } from '../exchange/finding';
import type { Report } from './report';

export function toJson({ formatVersion, command, verdict, spec, interactions, findings, summary }: Report): string {
	const report = {
		formatVersion,
		command,
		verdict,
		spec: { file: spec.file, version: spec.version },
		interactions,
		findings: findings.map(inOrder),
		summary,
	};
	return `${JSON.stringify(report, null, 2)}\n`;
}

function inOrder({ code, severity, message, role, interaction, instance, at, spec, fingerprint }: Finding) {
	const { file, index, description } = interaction ?? {};
	return {
		code,
		severity,
		message,
		role,
		interaction: interaction && { file, index, description },
		instance,
		at: at && placeInOrder(at),
		spec: spec && placeInOrder(spec),
		fingerprint,
	};
}

const placeInOrder = ({ file, pointer, line, column }: Place) => ({ file, pointer, line, column });
