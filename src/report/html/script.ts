/** The one script of the page, which works without it: filters, open all and close all, and links into what is closed. */
export const script = `
'use strict';
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const cards = all('article[data-weight]');
const bar = document.querySelector('.filters');
const openers = document.querySelector('.openers');

function filter() {
	const pressed = (name) => all('button[name=' + name + '][aria-pressed=true]', bar).map((each) => each.value);
	const weights = pressed('weight');
	const parties = pressed('party');
	const fits = (chosen, value) => chosen.length === 0 || chosen.includes(value);
	for (const card of cards) card.hidden = !fits(weights, card.dataset.weight) || !fits(parties, card.dataset.party);
	for (const section of all('main section')) section.hidden = all('article:not([hidden])', section).length === 0;
	const shown = cards.filter((card) => !card.hidden).length;
	bar.querySelector('[role=status]').textContent = shown + ' of ' + cards.length + ' causes shown';
}

function reveal() {
	const target = document.getElementById(location.hash.slice(1));
	if (!target) return;
	for (const each of all('details', target)) each.open = true;
	if (!target.closest('[hidden]')) return;
	for (const each of all('button[aria-pressed=true]', bar)) each.setAttribute('aria-pressed', 'false');
	filter();
	target.scrollIntoView();
}

if (bar) {
	bar.hidden = false;
	bar.addEventListener('click', ({ target }) => {
		if (!target.matches('button')) return;
		target.setAttribute('aria-pressed', String(target.getAttribute('aria-pressed') !== 'true'));
		filter();
	});
	filter();
}
if (openers) {
	openers.hidden = false;
	openers.addEventListener('click', ({ target }) => {
		if (target.matches('button')) for (const each of all('.interactions details')) each.open = target.value === 'open';
	});
}
addEventListener('hashchange', reveal);
reveal();
`;
