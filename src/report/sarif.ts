/** The report as SARIF 2.1.0 (OASIS), for code scanning: a rule for each code, a result for each finding. */
import { type Code, type Finding, type Place, severities } from '../exchange/finding';
import { visibleJson } from '../json/visible';
import type { Report } from './report';
import { forPeople } from './words';

const levels = { error: 'error', unjudged: 'error', warning: 'warning', note: 'note' } as const;

export const toSarif = forPeople(({ findings, spec }: Report): string => {
	const codes = [...new Set(findings.map(({ code }) => code))].sort();
	const log = {
		$schema: 'https://json.schemastore.org/sarif-2.1.0.json',
		version: '2.1.0',
		runs: [
			{
				tool: { driver: { name: 'contract', rules: codes.map(ruleOf) } },
				// GitHub counts columns as editors do.
				columnKind: 'utf16CodeUnits',
				results: findings.map((each) => resultOf(each, codes, spec.file)),
			},
		],
	};
	return `${visibleJson(JSON.stringify(log, null, 2))}\n`;
});

const ruleOf = (code: Code) => ({
	id: code,
	shortDescription: { text: code },
	defaultConfiguration: { level: levels[severities[code]] },
});

function resultOf(
	{ code, severity, title, fix, at, source, spec, interaction, accepted, fingerprint }: Finding,
	codes: readonly Code[],
	specFile: string,
): object {
	// First what the user can change: the test; then the spec's line, then the contract's.
	const places = [source, spec, at].flatMap((each) => (each?.file === undefined ? [] : [locationOf(each)]));
	const where = interaction ? `\nIn: ${interaction.description}` : '';
	const [first, ...others] = places;
	return {
		ruleId: code,
		ruleIndex: codes.indexOf(code),
		level: levels[severity],
		message: { text: [title, ...fix].join(' ') + where },
		// Code scanning takes only results with a place.
		locations: [first ?? locationOf({ file: specFile })],
		...(others.length > 0 && { relatedLocations: others.map((each, id) => ({ id, ...each })) }),
		partialFingerprints: { 'contract/v1': fingerprint },
		...(accepted && {
			suppressions: [{ kind: 'external', status: 'accepted', justification: accepted.reason }],
		}),
	};
}

function locationOf({ file, line, column }: Pick<Place, 'file' | 'line' | 'column'>): object {
	const uri = encodeURI((file ?? '').replaceAll('\\', '/'))
		.replaceAll('#', '%23')
		.replaceAll('?', '%3F');
	const region = line === undefined ? {} : { region: { startLine: line, ...(column && { startColumn: column }) } };
	return { physicalLocation: { artifactLocation: { uri }, ...region } };
}
