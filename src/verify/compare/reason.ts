/** The words in which a comparison says why. */
import { readingFault, type Answer } from '../answer.ts'
import type { Outcome } from '../expression/identity.ts'

/**
 * Returns the reason for an outcome: the kinds that were compared, the conventions that were used,
 * or what could not be read.
 */
export function reasonFor(
  outcome: Outcome,
  a: Answer,
  b: Answer,
  conventions: ReadonlySet<string>,
): string {
  const [one, other] = [nouns[a.kind], nouns[b.kind]]
  if (outcome === 'equal') {
    const by = conventions.size > 0 ? ` (${[...conventions].join(', ')})` : ''
    return one === other ? `the same ${one}${by}` : `a ${one} and a ${other} that are the same${by}`
  }
  if (outcome === 'different')
    return one === other ? `different ${plurals[one] ?? `${one}s`}` : `a ${one} and a ${other}`
  return readingFault(a) ?? readingFault(b) ?? 'no point could decide'
}

const nouns: Record<Answer['kind'], string> = {
  scalar: 'value',
  collection: 'list',
  relation: 'relation',
  combination: 'set',
  matrix: 'matrix',
  builder: 'set',
  conditions: 'condition',
  choice: 'choice',
  text: 'text',
  namedSet: 'set',
  ratio: 'ratio',
  time: 'time',
  date: 'date',
  congruence: 'congruence',
  numeral: 'numeral',
}

const plurals: Record<string, string> = { matrix: 'matrices' }
