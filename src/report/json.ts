/** The report as one JSON object, its keys in the order of `docs/findings.md`, whoever made them. */
import { visibleJson } from '../json/visible';
import type { Report } from './report';

/** Every key at any depth; each object has those that it knows, in this order. */
const keys = [
	...[
		'formatVersion',
		'command',
		'step',
		'seconds',
		'sentence',
		'kind',
		'state',
		'old',
		'new',
		'code',
		'severity',
		'title',
		'fix',
		'message',
	],
	...['method', 'path', 'curl', 'request', 'expected', 'received', 'masked', 'allowed', 'exchange'],
	...['role', 'interaction', 'file', 'index', 'description', 'operation', 'verdict', 'change'],
	...[
		'status',
		'contentType',
		'body',
		'variant',
		'instance',
		'at',
		'source',
		'spec',
		'version',
		'overlays',
		'pointer',
		'line',
		'column',
		'fingerprint',
	],
	...[
		'steps',
		'interactions',
		'findings',
		'coverage',
		'variants',
		'changes',
		'summary',
		'checked',
		'errors',
		'unjudged',
		'warnings',
		'notes',
		'accepted',
	],
	...['reason', 'until'],
	...['operations', 'responses', 'parameters', 'requestFields', 'responseFields', 'values', 'constraints'],
	...['covered', 'total', 'tolerated', 'places', 'by', 'usedBy'],
];

/** A step's verdict is for the eye; that of its interactions is in the report. */
export const toJson = ({ steps, interactions, ...report }: Report): string => {
	const shown = {
		steps: steps.map(({ step, seconds, sentence }) => ({ step, seconds, sentence })),
		interactions: interactions.map(({ exchange, ...each }) => each),
	};
	return `${visibleJson(JSON.stringify({ ...report, ...shown }, keys, 2))}\n`;
};
