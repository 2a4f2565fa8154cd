/** The report as one JSON object; `docs/findings.md` and the design of the command line describe its shape. */
import type { Finding } from '../finding';
import type { Report } from './report';

export function toJson(report: Report): string {
	return `${JSON.stringify({ ...report, findings: report.findings.map(inOrder) }, null, 2)}\n`;
}

/** The keys in the order of the documentation, whoever made the finding. */
function inOrder({ code, severity, message, role, interaction, instance, at, spec, fingerprint }: Finding) {
	return { code, severity, message, role, interaction, instance, at, spec, fingerprint };
}
