/** How the HTML report looks: on a phone as on a screen, by day as by night, and on paper. */
export const style = `
:root {
	color-scheme: light dark;
	--paper: #fff; --ink: #1f2328; --faint: #59636e; --line: #d1d9e0; --shade: #f6f8fa; --link: #0757ba;
	--agree: #116329; --disagree: #cf222e; --unjudged: #8a5a00; --differs: #fff1e5; --found: #ffebe9;
}
@media (prefers-color-scheme: dark) {
	:root {
		--paper: #0d1117; --ink: #e6edf3; --faint: #9198a1; --line: #3d444d; --shade: #161b22; --link: #6cb6ff;
		--agree: #3fb950; --disagree: #ff7b72; --unjudged: #d29922; --differs: #33230f; --found: #351a1c;
	}
}
* { box-sizing: border-box; overflow-wrap: anywhere; }
html { background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; scroll-padding-top: 3.5rem; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem 1rem 3rem; }
a { color: var(--link); } :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
:target { outline: 2px solid var(--link); outline-offset: 2px; }
nav { position: sticky; top: 0; z-index: 1; background: var(--paper); border-bottom: 1px solid var(--line); margin: .5rem 0; padding: .5rem 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
header { border-left: .5rem solid var(--tone); background: var(--shade); padding: .75rem 1.25rem; border-radius: .25rem; }
header p { margin: .15rem 0; } header ul { margin: 0 0 .6rem; padding-left: 1.25rem; } header ul + dl { border-top: 1px solid var(--line); padding-top: .5rem; }
header dl { display: flex; flex-wrap: wrap; gap: .1rem 1.75rem; } header dt { flex: none; } h1 { font-size: 1.5rem; margin: 0; }
h1 strong { color: var(--tone); text-transform: uppercase; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 1.25rem 0 .5rem; color: var(--faint); font-weight: 400; }
h3 code { color: var(--ink); font-weight: 600; } h4 { font-size: 1rem; margin: 0 0 .35rem; }
h4 strong, .mark strong, td.agree, td.disagree, td.unjudged { color: var(--tone); }
h4 strong { text-transform: uppercase; font-size: .8rem; letter-spacing: .03em; margin-right: .35rem; }
.agree { --tone: var(--agree); } .disagree, .error { --tone: var(--disagree); } .unjudged, .warning { --tone: var(--unjudged); } .note, .accepted { --tone: var(--faint); }
article { border: 1px solid var(--line); border-left: .25rem solid var(--tone); border-radius: .25rem; padding: .6rem 1rem; margin: .5rem 0; break-inside: avoid; }
article p { margin: .15rem 0; }
code, pre, .sides td { font: .85rem/1.45 ui-monospace, monospace; } pre { margin: .15rem 0 .5rem; white-space: pre-wrap; }
dl { margin: 0; } dl div { display: flex; align-items: baseline; gap: .75rem; } dt { flex: 0 0 5rem; color: var(--faint); font-size: .85rem; } dd { margin: 0; min-width: 0; }
dd ul { margin: 0; padding-left: 1.1rem; } dd p { margin: 0; } .hint { margin: .15rem 0; color: var(--faint); font-size: .85rem; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; color: var(--faint); font-size: .85rem; padding-top: .75rem; }
h2 small { color: var(--faint); font-size: .85rem; font-weight: 400; margin-left: .6rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--faint); font-weight: 400; font-size: .85rem; } tbody th { font-weight: 600; white-space: nowrap; }
td.agree, td.disagree, td.unjudged { white-space: nowrap; font-weight: 600; } .number { white-space: nowrap; text-align: right; }
.coverage { width: auto; } .coverage td, .coverage th { padding-right: 1.5rem; } .coverage th { font-weight: 400; }
.interactions tr:not(:last-child) td { border-bottom: 0; }
.interactions ul { margin: 0 0 .25rem; padding-left: 1.1rem; } summary { cursor: pointer; color: var(--link); }
.sides { table-layout: fixed; margin: .5rem 0 .25rem; } .sides td { padding: .05rem .5rem; border: 0; white-space: pre-wrap; }
.sides thead > tr > :first-child, .sides tr > td:first-child:not([colspan]) { width: 1.75rem; padding-right: 0; } .sides th { padding-left: .5rem; }
.differs > * { background: var(--differs); } .sides td.absent { color: var(--faint); font-style: italic; }
.spec { table-layout: fixed; font-size: .85rem; } .spec th, .spec td { border: 0; padding: 0 .5rem 0 0; }
.spec thead th:nth-child(1) { width: 3.25rem; } .spec thead th:nth-child(2) { width: 5.25rem; }
.spec tbody th { text-align: right; font-weight: 400; } .spec tbody th a { color: var(--faint); text-decoration: none; }
.spec td > code { white-space: pre-wrap; } .spec tr.error > * { background: var(--found); } .spec tr.unjudged > *, .spec tr.warning > * { background: var(--differs); }
.spec td:last-child { display: flex; flex-wrap: wrap; gap: 0 1rem; } .spec td > code { flex: 1 1 24rem; }
.margin { flex: 0 1 24rem; } .mark, .promise { margin: 0 0 .2rem; padding-left: .6rem; border-left: 2px solid var(--tone); }
.promise { --tone: var(--line); } .promise p { margin: 0; color: var(--faint); } .promise pre { margin: 0; font-size: .8rem; } .elided { color: var(--faint); font-style: italic; }
.state { font-size: .8rem; border-left: .25rem solid var(--tone, transparent) !important; padding-left: .4rem !important; color: var(--tone, inherit); }
.relied, .accepted.state, .covered, .both { --tone: var(--agree); } .kept, .seen, .refused, .broken { --tone: var(--unjudged); } .unused { --tone: var(--faint); }
.state a { color: inherit; text-decoration: none; } .state a:hover { text-decoration: underline; }
.legend dt { flex-basis: 5.5rem; }
.filters div { display: flex; flex-wrap: wrap; align-items: center; gap: .35rem; margin: .25rem 0; } .filters span { color: var(--faint); font-size: .85rem; flex: 0 0 7.5rem; }
button { font: inherit; font-size: .85rem; color: var(--ink); background: var(--shade); border: 1px solid var(--line); border-radius: .25rem; padding: .2rem .7rem; cursor: pointer; margin-right: .35rem; }
button[aria-pressed="true"] { background: var(--ink); color: var(--paper); } [hidden] { display: none !important; }
.away { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 40rem) {
	.steps thead, .interactions thead, caption { display: none; }
	.steps, .steps tbody, .steps tr, .steps td, .steps th, .interactions, .interactions tbody, .interactions tr, .interactions td { display: block; }
	.steps tr, .interactions tbody { border-bottom: 1px solid var(--line); padding: .5rem 0; } .steps td, .steps th, .interactions > tbody > tr > td { border: 0; padding: 0; text-align: left; }
	.steps tr > :nth-child(-n+3) { display: inline-block; margin-right: .75rem; }
	.steps td:last-child, .interactions td:nth-child(n+3) { color: var(--faint); font-size: .85rem; }
	.spec thead th:nth-child(1) { width: 2.4rem; } .spec thead th:nth-child(2) { width: 4.75rem; } .spec td > code, .margin { flex-basis: 100%; }
	.coverage td:last-child { padding-right: 0; } meter { width: 5rem; } dt { flex-basis: 4.25rem; } .filters span { flex-basis: 100%; }
}
@media print {
	html { font-size: 11px; } nav, .filters, .openers { display: none; } body { max-width: none; padding: 0; } tr { break-inside: avoid; } h2, h3 { break-after: avoid; }
	a { color: inherit; text-decoration: none; }
}
`;
