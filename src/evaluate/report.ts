/**
 * A run's results as one static page: no scripts, nothing loaded from elsewhere, light and dark.
 */
import { plural } from '../core/index.ts'
import { markup, type Markup } from './charts/markup.ts'
import { claimSection } from './report-claims.ts'
import {
  conservationSection,
  curveSection,
  exampleSection,
  pathSection,
} from './report-sections.ts'
import { figureSection, fitSection, ownershipSection, tableSection } from './report-study.ts'
import { reportStyle } from './report-style.ts'
import { comparisonSection, costSection, metricSection, serverSection } from './report-tables.ts'
import type { Results } from './results.ts'

/** Returns the page as HTML; sections without content are left out. */
export function renderReport(results: Results): string {
  const sections = [
    claimSection(results.claims ?? []),
    metricSection(results.metrics),
    comparisonSection(results.comparisons),
    tableSection(results.tables ?? []),
    figureSection(results.figures ?? []),
    fitSection(results.fits ?? []),
    exampleSection(results.examples ?? []),
    curveSection(results.curves ?? []),
    conservationSection(results.conservation ?? []),
    ownershipSection(results.ownership ?? []),
    pathSection(results.distinctPaths ?? []),
    costSection(results.cost),
    serverSection(results.servers ?? []),
  ].filter((section) => section !== undefined)
  return page(results, sections).source
}

function page({ recipe, seedList, soFar }: Results, sections: readonly Markup[]): Markup {
  const seeds = `${plural(seedList.length, 'seed')} ${seedList.join(', ')}`
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${recipe} – Reckoner report</title>
<style>${{ source: reportStyle }}</style>
</head>
<body>
<header><h1>${recipe}</h1><p class="soft">Results of a run with ${seeds}. Intervals are 95 % confidence intervals.</p>${soFar === undefined ? undefined : markup`<p class="unsure"><b>Not all yet:</b> ${soFar}.</p>`}</header>
<main>
${sections}</main>
</body>
</html>
`
}
