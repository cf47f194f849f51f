/** The report's first answer: which claims held. */
import { markup, type Markup } from './charts/markup.ts'
import { formatEffect } from './format.ts'
import { number, table } from './report-table.ts'
import type { ClaimResult } from './results-numbers.ts'

const claimMarks = {
  confirmed: ['good', '✓'],
  'not confirmed': ['bad', '✗'],
  undecided: ['unsure', '?'],
} as const

export function claimSection(claims: readonly ClaimResult[]): Markup | undefined {
  if (claims.length === 0) return undefined
  const rows = claims.map((claim) => {
    const [className, mark] = claimMarks[claim.verdict]
    const verdict = markup`<span class="${className}">${mark} ${claim.verdict}</span>`
    const text = markup`${claim.text}${claim.note === undefined ? undefined : markup`<br/><span class="soft">${claim.note}</span>`}`
    if ('warning' in claim)
      return [text, markup`${verdict}<br/><span class="soft">${claim.warning}</span>`, '–', '–']
    const { effect, interval } = formatEffect(claim)
    return [text, verdict, effect, interval]
  })
  return markup`<section><h2>Claims</h2>
${table([{ title: 'claim' }, { title: 'verdict' }, number('effect'), number('95 % interval')], rows)}</section>
`
}
