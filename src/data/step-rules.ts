/** How solutions of the public tasks are cut into steps, and what ends a step and a solution. */
import { cutSteps, stopsOf, type StepUnit } from './cut-steps.ts'

/** The rules of a task. All functions are pure, and none throws for what a text is. */
export interface StepRule {
  /**
   * Cuts a solution into its steps. Joined, they are the text: blanks and line ends belong to the
   * step before them. None ends within a number, an abbreviation, a formula or an annotation.
   */
  split(text: string): string[]
  /**
   * What a step may end with: a model that writes one step is stopped behind these
   * (`Advance.until`). They may also stand within one, as in `e.g. `; `isEnded` tells.
   */
  stops: readonly string[]
  /** Whether a text ends with a whole step, so that what comes next begins another one. */
  isEnded(text: string): boolean
  /** Whether a solution states its answer, behind which nothing is to come. */
  hasAnswer(text: string): boolean
}

/** `####`, `the answer is` and `Answer:` with something behind them. */
const said =
  /####[ \t]*[^\s#]|\banswer is:?\s{0,3}(?!not\b)[^\s:.…]|^[ \t*]*(?:final )?answer:[ \t*]*[^\s*]/im

/**
 * The rules, by the names of the tasks. Source: the few-shot turns of RATIONALYST (Jiang et al.
 * 2024, arXiv 2410.01044): a line of the gold solutions of GSM8K is a step; solutions of MATH and
 * MMLU-Pro are cut at `. `; those of ARC and ECQA have a sentence for each choice, then `The answer
 * is: C`. Deviation: `. ` behind an abbreviation or a numeral of a list, or in a formula, ends no
 * step. How HellaSwag and ProofWriter are cut is not published: by sentences and lines here.
 */
export const stepRules = {
  gsm8k: ruleOf('line'),
  math: ruleOf('sentence'),
  'mmlu-pro': ruleOf('sentence'),
  arc: ruleOf('either'),
  ecqa: ruleOf('either'),
  hellaswag: ruleOf('either'),
  proofwriter: ruleOf('either'),
} as const satisfies Record<string, StepRule>

/** A task whose solutions have rules. */
export type StepTask = keyof typeof stepRules

function ruleOf(unit: StepUnit): StepRule {
  const split = (text: string): string[] => cutSteps(text, unit)
  return {
    split,
    stops: stopsOf(unit),
    isEnded: (text) => text.trim() !== '' && split(`${text}X`).at(-1) === 'X',
    hasAnswer: statesAnswer,
  }
}

function statesAnswer(text: string): boolean {
  return said.test(text) || hasClosedBox(text)
}

/** Whether a text has `\boxed{…}` with its closing brace. */
function hasClosedBox(text: string): boolean {
  const start = text.indexOf('\\boxed{')
  if (start === -1) return false
  let depth = 0
  for (let at = start + 6; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '{') depth++
    else if (text[at] === '}' && --depth === 0) return true
  }
  return false
}
