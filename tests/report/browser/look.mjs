/** Runs in the page: what a reader gets to see, and whether it can be read. */
export function look() {
	const all = [...document.querySelectorAll('*')];
	const text = (selector) => document.querySelector(selector)?.textContent;
	const channels = (color) => color.match(/[\d.]+/g).map(Number);
	const luminance = (color) => {
		const [r, g, b] = channels(color).map((each) => {
			const part = each / 255;
			return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
		});
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const backgroundOf = (element) => {
		const color = getComputedStyle(element).backgroundColor;
		if (channels(color)[3] !== 0) return color;
		return element.parentElement ? backgroundOf(element.parentElement) : 'rgb(255, 255, 255)';
	};
	const contrast = (element) => {
		const [a, b] = [luminance(getComputedStyle(element).color), luminance(backgroundOf(element))];
		return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
	};
	const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
	const shown = [...document.body.querySelectorAll('*')].filter((each) => hasText(each) && each.checkVisibility());
	return {
		title: document.title,
		heading: text('h1'),
		summary: text('header p:nth-of-type(2)'),
		articles: document.querySelectorAll('main article').length,
		rows: document.querySelectorAll('.interactions tbody').length,
		descriptions: [...document.querySelectorAll('.interactions tbody tr:first-child td:nth-child(2)')].map(
			(each) => each.textContent,
		),
		scripts: document.scripts.length,
		alien: all.filter((each) => /^(img|iframe|svg|link|i)$/i.test(each.tagName)).length,
		handlers: all.flatMap((each) => [...each.attributes]).filter((each) => /^on|src/i.test(each.name)).length,
		outside: [...document.links].filter((each) => !each.getAttribute('href').startsWith('#')).length,
		broken: window.broken ?? null,
		mode: document.compatMode,
		width: document.documentElement.scrollWidth,
		overflowing: shown.filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5).length,
		dark: luminance(backgroundOf(document.body)) < 0.1,
		texts: shown.length > 0,
		unreadable: [...new Set(shown.filter((each) => contrast(each) < 4.5).map((each) => each.outerHTML.slice(0, 60)))],
	};
}
