/** How the HTML report looks: on a phone as on a screen, by day as by night, and on paper. */
export const style = `
:root {
	color-scheme: light dark;
	--paper: #fff; --ink: #1f2328; --faint: #59636e; --line: #d1d9e0; --shade: #f6f8fa;
	--agree: #1a7f37; --disagree: #cf222e; --unjudged: #8a5a00;
}
@media (prefers-color-scheme: dark) {
	:root {
		--paper: #0d1117; --ink: #e6edf3; --faint: #9198a1; --line: #3d444d; --shade: #161b22;
		--agree: #3fb950; --disagree: #ff7b72; --unjudged: #d29922;
	}
}
* { box-sizing: border-box; overflow-wrap: anywhere; }
html { background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 64rem; padding: 1.5rem 1rem 3rem; }
header { border-left: .5rem solid var(--tone); background: var(--shade); padding: .75rem 1.25rem; border-radius: .25rem; }
header p { margin: .15rem 0; } h1 { font-size: 1.5rem; margin: 0; }
h1 strong { color: var(--tone); text-transform: uppercase; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 1.25rem 0 .5rem; color: var(--faint); font-weight: 400; }
h3 code { color: var(--ink); font-weight: 600; } h4 { font: 600 .95rem ui-monospace, monospace; margin: 0; }
h4 strong, td.agree, td.disagree, td.unjudged { color: var(--tone); }
.agree { --tone: var(--agree); } .disagree, .error { --tone: var(--disagree); } .unjudged, .warning, .note { --tone: var(--unjudged); }
article { border: 1px solid var(--line); border-left: .25rem solid var(--tone); border-radius: .25rem; padding: .6rem 1rem; margin: .5rem 0; break-inside: avoid; }
article p { margin: .25rem 0 .5rem; white-space: pre-line; }
code { font: .85rem ui-monospace, monospace; }
dl { margin: 0; } dl div { display: flex; align-items: baseline; gap: .75rem; } dt { flex: 0 0 2.5rem; color: var(--faint); font-size: .85rem; } dd { margin: 0; min-width: 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--faint); font-weight: 400; font-size: .85rem; } td:first-child { white-space: nowrap; font-weight: 600; }
@media (max-width: 40rem) {
	thead { display: none; } table, tbody, tr, td { display: block; }
	tr { border-bottom: 1px solid var(--line); padding: .5rem 0; } td { border: 0; padding: 0; }
	td:nth-child(n+3) { color: var(--faint); font-size: .85rem; }
}
`;
