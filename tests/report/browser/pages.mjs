/**
 * Opens the pages of two real runs in a real Chromium and uses them: filters, links, keyboard, without scripts, on paper,
 * on a phone, by day and by night; axe-core looks at each.
 */
import { check, conclude, openBrowser } from './browser.mjs';
import { look } from './look.mjs';
import { withRuns } from './runs.mjs';

const shownCards = () => [...document.querySelectorAll('article')].filter((each) => each.checkVisibility()).length;
const status = () => document.querySelector('[role=status]').textContent;
const press = (value) => document.querySelector(`.filters button[value=${value}]`).click();
const openDetails = () => document.querySelectorAll('.interactions details[open]').length;

async function use({ green, red }, { send, events, run, open, barriers }) {
	const grave = () =>
		events.filter(({ method }) => method === 'Runtime.exceptionThrown' || method === 'Log.entryAdded');
	for (const [name, url] of [
		['green', green],
		['red', red],
	]) {
		for (const scheme of ['light', 'dark']) {
			for (const width of [1280, 390]) {
				await open(url, { width, scheme });
				await run(() => {
					for (const each of document.querySelectorAll('details')) each.open = true;
				});
				const seen = await run(look);
				const where = `the ${name} page, ${scheme}, ${width} wide`;
				check(`${where}, fits`, [seen.width <= width, seen.overflowing], [true, 0]);
				check(`${where}, can be read`, seen.unreadable, []);
				check(`${where}, has no barrier for axe-core`, await barriers(), { rules: true, grave: [], other: [] });
				check(`${where}, logs no error`, grave(), []);
			}
		}
	}

	await open(red);
	const all = await run(shownCards);
	check('all causes are shown at first', await run(status), `${all} of ${all} causes shown`);
	await run(press, 'warning');
	const warnings = await run(shownCards);
	check('a filter leaves some of them', [warnings > 0, warnings < all], [true, true]);
	check('it is pressed, and the count is announced', await run(status), `${warnings} of ${all} causes shown`);
	await run(press, 'client');
	check('two filters are both kept to', await run(shownCards), 0);
	await run(() => document.querySelector('.interactions a').click());
	await new Promise((resolve) => setTimeout(resolve, 200));
	check('a link to what is filtered out shows it again', await run(shownCards), all);

	await open(`${red}#i-2`);
	check('a link to an interaction opens its exchange', await run(openDetails), 1);
	await run(() => document.querySelector('.openers button[value=open]').click());
	check('open all opens all', await run(openDetails), 6);
	await run(() => document.querySelector('.openers button:last-child').click());
	check('close all closes all', await run(openDetails), 0);

	await open(red);
	const key = async (name, text) => {
		for (const type of ['keyDown', 'keyUp']) {
			await send('Input.dispatchKeyEvent', {
				type,
				key: name,
				code: name,
				...(text && type === 'keyDown' && { text }),
			});
		}
	};
	const focusOn = (selector) => {
		document.querySelector(selector).focus();
		return document.activeElement.matches(selector);
	};
	check('a filter takes the focus', await run(focusOn, '.filters button'), true);
	await key('Enter', '\r');
	check('and the keyboard', await run(() => document.activeElement.getAttribute('aria-pressed')), 'true');
	check('an exchange takes the focus', await run(focusOn, '.interactions summary'), true);
	await key('Enter', '\r');
	check('and the keyboard opens it', await run(openDetails), 1);

	const hidden = (selector) => !document.querySelector(selector).checkVisibility();
	await open(red, { hasScripts: false });
	check(
		'without scripts there is no filter',
		[await run(hidden, '.filters'), await run(hidden, '.openers')],
		[true, true],
	);
	check('and all causes are there', await run(shownCards), all);
	check('and an exchange opens', await run(focusOn, '.interactions summary'), true);
	await key('Enter', '\r');
	check('by the keyboard', await run(openDetails), 1);

	await open(red, { media: 'print' });
	check('on paper there is nothing to press', [await run(hidden, 'nav'), await run(hidden, '.filters')], [true, true]);
	const { data } = await send('Page.printToPDF', {});
	const pages =
		Buffer.from(data, 'base64')
			.toString('latin1')
			.match(/\/Type \/Page\b/g)?.length ?? 0;
	check('and it prints', pages > 3 && pages < 40, true);
}

await withRuns(async (runs) => {
	const browser = await openBrowser();
	try {
		await use(runs, browser);
	} catch (error) {
		check(`the browser uses the pages: ${error.message}`, false, true);
	} finally {
		await browser.close();
	}
});
conclude();
