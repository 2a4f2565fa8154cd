/** The findings, as in the text report: by the file or party to look at, one box for each cause. */
import { counted } from '../../json/text';
import { firstFew, placeInWords, severitiesInWords } from '../words';
import { differingRows } from './difference';
import type { Page, ShownCause } from './page';
import { partyInWords } from './party';
import { code, entry, escaped, link, list } from './tags';

export function findingsSection(page: Page): string {
	const { groups, report } = page;
	const filters = groups.length === 0 ? '' : filterBar(groups.flatMap(([, causes]) => causes));
	const sections = groups.map(([place, causes]) => {
		const counts = severitiesInWords(causes.flatMap((each) => each.findings));
		const heading = `<h3>${code(place)} ${counts}</h3>`;
		return `<section>\n${heading}\n${causes.map((each) => box(each, page)).join('\n')}\n</section>`;
	});
	return `<h2 id="findings">Findings${causesInWords(page)}</h2>
${report.findings.length === 0 ? '<p>None.</p>' : `${filters}${sections.join('\n')}`}
`;
}

/** Where one cause has several findings. */
function causesInWords({ groups, report: { findings } }: Page): string {
	const count = groups.flatMap(([, causes]) => causes).length;
	return count === findings.length ? '' : `<small>${findings.length} with ${counted(count, 'cause')}</small>`;
}

/** Hidden until the script shows it. */
function filterBar(causes: readonly ShownCause[]): string {
	const buttons = (name: 'weight' | 'party', words: (value: string) => string) =>
		[...new Set(causes.map((each) => each[name]))].map(
			(value) => `<button type="button" aria-pressed="false" name="${name}" value="${value}">${words(value)}</button>`,
		);
	const bar = (label: string, items: readonly string[]) =>
		items.length < 2 ? '' : `<div role="group" aria-label="${label}"><span>${label}</span>${items.join('')}</div>`;
	const weights = bar(
		'Severity',
		buttons('weight', (value) => value),
	);
	const parties = bar(
		'Who has to act',
		buttons('party', (value) => partyInWords[value as ShownCause['party']]),
	);
	if (weights + parties === '') return '';
	return `<div class="filters" hidden>${weights}${parties}<p role="status"></p></div>\n`;
}

function box(cause: ShownCause, page: Page): string {
	const { anchor, weight, party, first, titles } = cause;
	const { code: name, fingerprint, fix, accepted, received, allowed, variant, role } = first;
	const [title = '', ...more] = titles;
	const unsaid = (text: string | undefined) => (text === undefined || title.includes(text) ? undefined : code(text));
	const until = accepted?.until === undefined ? '' : ` until ${escaped(accepted.until)}`;
	const entries = [
		entry('Who acts', accepted ? undefined : partyInWords[party]),
		entry('Fix', accepted || fix.length === 0 ? undefined : list(fix.map(escaped))),
		entry('Accepted', accepted && `${escaped(accepted.reason)}${until}`),
		entry('Received', unsaid(received)),
		entry(variant === undefined ? 'Allowed' : 'Answer', unsaid(allowed)),
		entry('Try again', variant && code(tolerateCommand(variant, page))),
		entry('Spec', specPlace(cause, page)),
		entry('In', interactionsOf(cause, page)),
		entry('At', firstFew(cause.places.map(code)).join('<br>')),
		entry(role === 'client' ? 'Code' : 'Test', firstFew(cause.tests.map(code)).join('<br>')),
		entry('Id', `${code(fingerprint)} <code class="code">${name}</code>`),
	];
	return `<article id="${anchor}" class="${weight}" data-weight="${weight}" data-party="${party}">
<h4><strong>${weight}</strong> ${escaped(title)}</h4>
${firstFew(more.map(escaped))
	.map((each) => `<p>${each}</p>`)
	.join('')}<dl>${entries.join('')}</dl>${difference(cause, page)}
</article>`;
}

const tolerateCommand = (variant: string, { report: { command, spec } }: Page): string =>
	`contract tolerate${command === 'diff' ? ` --spec ${spec.file}` : ''} --variant '${variant.replaceAll("'", `'\\''`)}'`;

/** The line of the spec, with what it says. */
function specPlace({ first: { spec } }: ShownCause, { lineAnchor, extras }: Page): string | undefined {
	if (!spec) return undefined;
	const place = code(placeInWords(spec));
	const anchor = lineAnchor(spec);
	if (anchor === undefined) return place;
	const own = extras?.texts.find(({ file }) => file === spec.file)?.lines.find(({ line }) => line === spec.line);
	return `${link(anchor, place)} ${code((own?.text ?? '').trim())}`;
}

function interactionsOf({ findings }: ShownCause, { interactionOf }: Page): string {
	const links = findings.flatMap(({ interaction }) => {
		if (!interaction) return [];
		const own = interactionOf(interaction);
		const name = escaped(interaction.description);
		return [own ? link(own.anchor, name) : name];
	});
	return [...new Set(links)].join(' · ');
}

/** Of the first answer that the cause was found in. */
function difference({ findings }: ShownCause, { interactionOf }: Page): string {
	const shown = findings.find(({ exchange }) => exchange);
	if (!shown?.exchange) return '';
	const rows = differingRows(shown.exchange, shown.instance);
	const own = interactionOf(shown.interaction);
	const whole = own ? `<p class="hint">${link(own.anchor, 'The whole exchange')}</p>` : '';
	return rows === '' ? '' : `\n${rows}${whole}`;
}
