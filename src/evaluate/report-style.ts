/** The look of a report: one inline style sheet, light and dark. */
export const reportStyle = `
:root { color-scheme: light dark; --text: #1c2024; --soft: #60646c; --back: #fff; --card: #f6f7f9; --line: #dfe2e6; --bar: #3b6fd4; --good: #18794e; --bad: #c62a2f; --unsure: #946800;
  --s0: #3b6fd4; --s1: #c2571a; --s2: #18794e; --s3: #8e4ec6; --s4: #946800; --s5: #c2298a; }
@media (prefers-color-scheme: dark) { :root { --text: #edeef0; --soft: #a6abb3; --back: #131518; --card: #1c1f23; --line: #34383e; --bar: #7aa5f7; --good: #5bd197; --bad: #ff9592; --unsure: #f5d061;
  --s0: #7aa5f7; --s1: #ff9f5a; --s2: #5bd197; --s3: #c99cf5; --s4: #f5d061; --s5: #f48ccb; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 60rem; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .25rem; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; } h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
p { margin: .25rem 0 .75rem; max-width: 70ch; } .soft, caption, figcaption { color: var(--soft); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; } th { color: var(--soft); font-weight: 500; font-size: .875rem; }
.number { text-align: right; white-space: nowrap; } tfoot td { font-weight: 600; border-bottom: 0; }
.good { color: var(--good); } .bad { color: var(--bad); } .unsure { color: var(--unsure); } td > .good, td > .bad { white-space: nowrap; }
figure { margin: 0 0 1.25rem; overflow-x: auto; } figcaption { font-size: .875rem; margin-bottom: .25rem; } svg { display: block; width: 100%; min-width: 34rem; height: auto; font: 13px system-ui, sans-serif; }
svg text { fill: var(--text); } svg .tick { fill: var(--soft); font-size: 12px; } .value { font-weight: 600; }
.grid { stroke: var(--line); } .axis { stroke: var(--soft); } .bar { fill: var(--bar); opacity: .8; } .whisker { fill: none; stroke: var(--text); stroke-width: 1.5; } .line { fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linejoin: round; }
.s0 { color: var(--s0); } .s1 { color: var(--s1); } .s2 { color: var(--s2); } .s3 { color: var(--s3); } .s4 { color: var(--s4); } .s5 { color: var(--s5); }
.marker { fill: currentColor; stroke: var(--back); } .tint { stroke: currentColor; } .band { fill: currentColor; opacity: .13; } svg .beside { font-size: 12px; paint-order: stroke; stroke: var(--back); stroke-width: 3px; }
.stripe { fill: var(--card); } .dot { fill: var(--bar); } .hole { fill: var(--line); } .join { stroke: var(--bar); stroke-width: 2.5; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; margin: .25rem 0; font-size: .875rem; } .legend li { overflow-wrap: anywhere; } .legend svg { display: inline-block; width: .85rem; min-width: 0; margin-right: .4rem; vertical-align: -.1rem; } .legend i { display: inline-block; background: currentColor; width: 1rem; height: 3px; margin-right: .4rem; vertical-align: middle; }
.example { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 0 0 1rem; } .example p { margin-top: 0; }
.texts { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1rem; } .texts h3 { margin: 0 0 .25rem; font-size: .875rem; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, monospace; }
@media print { body { max-width: none; } .example, figure { break-inside: avoid; } }
`
