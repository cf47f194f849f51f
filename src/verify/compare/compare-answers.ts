/** The one definition of the same answer. */
import { readingFault, type Answer } from '../answer.ts'
import { comparisonBudget, Fault, type Budget } from '../budget.ts'
import type { Outcome } from '../expression/identity.ts'
import { extractMarkedAnswer } from '../extract/extract.ts'
import { isProse } from '../extract/prose.ts'
import { evaluationPolicy, requirePolicy, type Policy } from '../policy.ts'
import { parseAnswer } from '../read/parse-answer.ts'
import { compareValues } from './compare-values.ts'
import type { Context } from './context.ts'
import { reasonFor } from './reason.ts'

/** An answer that has been read, once for all its comparisons. */
export interface CompiledAnswer {
  /** As it was given. */
  text: string
  /** Without delimiters and without blanks that separate nothing: what is compared first. */
  plain: string
  value: Answer
}

/** What a comparison says, by which layer, and why. */
export interface Comparison {
  outcome: Outcome
  layer: 'text' | 'integer' | 'value' | 'structure' | 'words' | 'limit'
  reason: string
}

/**
 * Beside brackets, operators and units nothing is joined that a blank held apart; `1 e5` is not
 * `1e5`.
 */
const idleBlanks = /(?<!\\) (?=[()[\]{}+^/])|(?<=[()[\]{}+^/]) |(?<=\d) (?=[a-df-z])/g

/**
 * Returns the text without `\left`, `\right`, dollar signs of formulas, and blanks that separate
 * nothing. Others count: `3 1/2` is not `31/2`, `1, 234` not `1,234`, and `x! = 5` not `x != 5`.
 */
function withoutIdleBlanks(text: string): string {
  return text
    .replaceAll(/\\(?:left|right)(?=\s?[()[\]|]|\\[{}|])/g, '')
    .replaceAll(/(?<!\\)[\s$]+/g, ' ')
    .replaceAll(idleBlanks, '')
    .trim()
}

/** Reads an answer. Never throws: what is not understood is text. */
export function compileAnswer(text: string): CompiledAnswer {
  return {
    text,
    plain: text.length > 10_000 ? text : withoutIdleBlanks(text),
    value: parseAnswer(text),
  }
}

/** Prose has words with a blank behind them, or letters of other scripts. */
// eslint-disable-next-line no-control-regex
const mayBeProse = /[A-Za-z]{2} |[^\x00-\x7F]/

/**
 * A text with a line's end or a sentence states its answer by a mark; its first formula may read
 * like one.
 */
const isWorked = (text: string): boolean =>
  text.length > 200 || text.includes('\n') || (mayBeProse.test(text) && isProse(text))

/**
 * Reads the answer that a text is; or, where it is none or a worked solution, the one that it
 * states by an explicit mark: `The answer is 5`, `\boxed{5}`, `#### 5`. The policy says which of
 * several marks counts. Never throws.
 */
export function compileStatedAnswer(
  text: string,
  policy: Policy = evaluationPolicy,
): CompiledAnswer {
  const marked = isWorked(text) ? markedAnswer(text, policy) : null
  if (marked && readingFault(marked.value) === null) return marked
  const bare = compileAnswer(text)
  return bare.value.kind === 'text' ? (marked ?? markedAnswer(text, policy) ?? bare) : bare
}

function markedAnswer(text: string, policy: Policy): CompiledAnswer | null {
  const found = extractMarkedAnswer(text, { policy })
  return found?.candidate ? compileAnswer(found.candidate) : null
}

const textOf = (side: string | CompiledAnswer): string =>
  (typeof side === 'string' ? side : side.text).trim()
const compiled = (side: string | CompiledAnswer, policy: Policy): CompiledAnswer =>
  typeof side === 'string' ? compileStatedAnswer(side, policy) : side

const integerText = /^-?(?:0|[1-9]\d{0,400})$/

/**
 * Returns whether two answers, as LaTeX, plain text or texts that state them by a mark, are the
 * same: `equal`, `different`, or `unknown` where one could not be read or the count of steps ran
 * out; several comparisons may share one budget. Symmetric, deterministic, and never throws for
 * what the answers are.
 * @throws ConfigError when the policy is none, such as a name
 */
export function compareAnswers(
  gold: string | CompiledAnswer,
  prediction: string | CompiledAnswer,
  policy: Policy = evaluationPolicy,
  budget: Budget = comparisonBudget(),
): Comparison {
  requirePolicy(policy)
  const [textA, textB] = [textOf(gold), textOf(prediction)]
  if (textA === '' || textB === '') return said('different', 'text', 'an answer is empty')
  if (integerText.test(textA) && integerText.test(textB))
    return textA === textB || (/^-?0$/.test(textA) && /^-?0$/.test(textB))
      ? said('equal', 'integer', 'the same integer')
      : said('different', 'integer', 'different integers')
  const [a, b] = [compiled(gold, policy), compiled(prediction, policy)]
  if (a.plain === b.plain && a.plain !== '') return said('equal', 'text', 'the same text')
  // In one order whichever was given first, so that running out of steps depends on the two answers
  // alone.
  const [first, second] = a.plain < b.plain ? [a, b] : [b, a]
  return compareByValue(first.value, second.value, policy, budget)
}

/** Compares answers that have been read, by their values alone. */
export function compareByValue(
  a: Answer,
  b: Answer,
  policy: Policy,
  budget: Budget = comparisonBudget(),
): Comparison {
  const context: Context = { policy, budget, conventions: new Set(), compare: compareValues }
  const layer =
    a.kind === 'scalar' && b.kind === 'scalar'
      ? 'value'
      : a.kind === 'text' || b.kind === 'text'
        ? 'words'
        : 'structure'
  try {
    const outcome = compareValues(a, b, context)
    return said(outcome, layer, reasonFor(outcome, a, b, context.conventions))
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return said('unknown', 'limit', error.message)
  }
}

const said = (outcome: Outcome, layer: Comparison['layer'], reason: string): Comparison => ({
  outcome,
  layer,
  reason,
})
