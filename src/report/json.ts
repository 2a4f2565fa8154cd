/** The report as one JSON object, its keys in the order of `docs/findings.md`, whoever made them. */
import type { Report } from './report';

/** Every key at any depth; each object has those that it knows, in this order. */
const keys = [
	...['formatVersion', 'command', 'file', 'index', 'description', 'operation', 'verdict', 'version'],
	...['code', 'severity', 'message', 'role', 'interaction', 'instance', 'at', 'spec', 'pointer', 'line', 'column'],
	...['fingerprint', 'interactions', 'findings', 'summary', 'checked', 'errors', 'warnings'],
];

export const toJson = (report: Report): string => `${JSON.stringify(report, keys, 2)}\n`;
