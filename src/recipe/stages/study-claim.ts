/** A claim that a study judges: stated in the recipe, before anything is measured. */
import { z } from 'zod'
import type { ClaimResult } from '../../evaluate/index.ts'
import { judgeClaim, type Estimate } from '../../scale/index.ts'

export const claimSchema = z.strictObject({
  text: z.string().describe('The claim, as a sentence.'),
  expects: z
    .enum(['more', 'less', 'notLess'])
    .default('more')
    .describe(
      'The claimed effect: more (above 0), less (below 0), or notLess (above minus the margin).',
    ),
  margin: z
    .number()
    .positive()
    .default(0.01)
    .describe('For notLess: smaller losses count as no loss. A share, such as 0.01 for one point.'),
  note: z.string().optional().describe('A further sentence for the report.'),
})
export type Claim = z.infer<typeof claimSchema>

/** A claim that nothing could be measured for, and why: it is stated all the same. */
export function undecidedClaim(id: string, { text, note }: Claim, warning: string): ClaimResult {
  return { id, text, verdict: 'undecided', warning, ...(note !== undefined && { note }) }
}

/**
 * Judges a claim by a measured effect on accuracy; one of more or less is undecided at `p` of 0.05
 * or more, since over the problems of one seed the exact test is stricter than the interval where
 * few differ. @see judgeClaim
 */
export function claimOf(
  id: string,
  { text, expects, margin, note }: Claim,
  { value, ci95, p = 0 }: Estimate & { p?: number },
  unit?: string,
): ClaimResult {
  const [low, high] = ci95
  const mirrored =
    expects === 'less'
      ? ({ effect: -value, ci95: [-high, -low] } as const)
      : { effect: value, ci95 }
  const judged =
    expects === 'notLess'
      ? judgeClaim({ ...mirrored, kind: 'notLess', margin })
      : judgeClaim({ ...mirrored, kind: 'greater' })
  const verdict = expects !== 'notLess' && p >= 0.05 ? 'undecided' : judged
  return {
    id,
    text,
    verdict,
    effect: value,
    ci95,
    metric: 'accuracy',
    ...(unit !== undefined && { unit }),
    ...(note !== undefined && { note }),
  }
}
