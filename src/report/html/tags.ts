/** Text as HTML: whatever it holds, it stays text, on one line, without effect on the direction of reading. */
import { visible } from '../../json/visible';
import { withEntities } from '../words';

export const escaped = (text: string): string => withEntities(visible(text), /[&<>"']/g);

/** Text between tags, line ends kept; quotes are as they are, which makes JSON a third shorter. */
export const escapedLines = (text: string): string =>
	text
		.split('\n')
		.map((line) => withEntities(visible(line), /[&<>]/g))
		.join('\n');

export const code = (text: string): string => `<code>${escaped(text)}</code>`;

/** `anchor` is ours, `content` is HTML. */
export const link = (anchor: string, content: string): string => `<a href="#${anchor}">${content}</a>`;

/** An entry of a `<dl>`; empty where there is no content. */
export const entry = (name: string, content: string | undefined): string =>
	content ? `<div><dt>${name}</dt><dd>${content}</dd></div>` : '';

export const list = (items: readonly string[]): string =>
	`<ul>${items.map((each) => `<li>${each}</li>`).join('')}</ul>`;
