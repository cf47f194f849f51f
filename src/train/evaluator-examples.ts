/** From labelled candidates to the examples of an evaluator's training. */
import { rng, type TrainingRow } from '../core/index.ts'
import type { EvaluatorFormat } from '../data/index.ts'
import { evaluatorPrompt } from '../data/index.ts'
import type { Tokenizer } from '../model/index.ts'
import { encodeJointly } from '../model/index.ts'
import type { EvaluatorExample, WordChoice } from './label-words.ts'
import type { Sequence } from './sequences.ts'

/** A candidate solution, under the prompt of its problem, and whether it is correct. */
export interface LabelledCandidate extends Pick<TrainingRow, 'prompt' | 'completion'> {
  label: boolean
}

export const evaluatorLosses = ['margin', 'crossEntropy'] as const
export type EvaluatorLoss = (typeof evaluatorLosses)[number]

export interface EvaluatorExampleOptions {
  loss: EvaluatorLoss
  /** What log S of a correct candidate is to exceed that of an incorrect one by, in nats. */
  margin: number
  /** `pairs`: as many correct as incorrect candidates of a problem. `all`: every one. */
  candidates: 'pairs' | 'all'
  /** Pairs of a problem at most. */
  pairsPerProblem: number
  format: EvaluatorFormat
  tokenizer: Tokenizer
  maxLength: number
  seed: number
}

export interface EvaluatorExamples {
  examples: EvaluatorExample[]
  /** Problems that gave examples. */
  problems: number
  /** Candidates of each label that are short enough and labelled one way. */
  correct: number
  incorrect: number
  /** Problems without a correct or without an incorrect candidate. */
  onesided: number
  /** Candidates longer than `maxLength` tokens, left out. */
  tooLong: number
  /** Texts of one problem that are labelled both ways, left out. */
  contradictory: number
}

/**
 * Returns the examples. Candidates of one problem are those with the same prompt; equal texts count
 * once, and not at all where they are labelled both ways. Pairs are drawn at random, no pair twice,
 * and each candidate about as often as any other on its side. With `pairs`, both losses see the
 * same candidates in the same pairs. Source: Liu et al. 2023, equations 8 and 9; the paper takes 10
 * examples of a problem, and does not say which.
 */
export function evaluatorExamples(
  candidates: readonly LabelledCandidate[],
  options: EvaluatorExampleOptions,
): EvaluatorExamples {
  const result: EvaluatorExamples = {
    examples: [],
    problems: 0,
    correct: 0,
    incorrect: 0,
    onesided: 0,
    tooLong: 0,
    contradictory: 0,
  }
  for (const [prompt, group] of byPrompt(candidates)) {
    const own = [...group.values()].filter((candidate) => candidate !== 'contradictory')
    result.contradictory += group.size - own.length
    const fitting = own
      .map(({ completion, label }) => ({ label, words: wordsAfter(prompt, completion, options) }))
      .filter(({ words }) => longest(words) <= options.maxLength)
    result.tooLong += own.length - fitting.length
    const correct = fitting.filter(({ label }) => label)
    const incorrect = fitting.filter(({ label }) => !label)
    result.correct += correct.length
    result.incorrect += incorrect.length
    if (correct.length === 0 || incorrect.length === 0) result.onesided++
    const examples =
      options.candidates === 'all'
        ? fitting.map(({ label, words }) => likely([label ? words.correct : words.incorrect]))
        : drawPairs(correct, incorrect, prompt, options).map(([better, worse]) =>
            exampleOf(better.words, worse.words, options),
          )
    if (examples.length > 0) result.problems++
    result.examples.push(...examples)
  }
  return result
}

/**
 * Returns solutions to learn to write, beside the words: each is one term of the loss, the mean
 * over its tokens times `weight`. Source: Liu et al. 2023, equations 12 and 13 (joint training).
 */
export function solutionExamples(
  sequences: readonly Sequence[],
  weight: number,
): EvaluatorExample[] {
  return sequences.map((sequence) =>
    likely([sequence], weight / (sequence.ids.length - sequence.lossFrom)),
  )
}

const likely = (sequences: readonly Sequence[], weight = 1): EvaluatorExample => ({
  sequences,
  weight,
})

function exampleOf(
  better: WordChoice,
  worse: WordChoice,
  { loss, margin }: EvaluatorExampleOptions,
): EvaluatorExample {
  return loss === 'margin' ? { better, worse, margin } : likely([better.correct, worse.incorrect])
}

/** Distinct candidates by their prompt and text, in order. */
function byPrompt(
  candidates: readonly LabelledCandidate[],
): Map<string, Map<string, LabelledCandidate | 'contradictory'>> {
  const groups = new Map<string, Map<string, LabelledCandidate | 'contradictory'>>()
  for (const candidate of candidates) {
    const group = groups.get(candidate.prompt) ?? new Map()
    groups.set(candidate.prompt, group)
    const text = candidate.completion.trimEnd()
    const before = group.get(text)
    if (before === undefined) group.set(text, candidate)
    else if (before !== 'contradictory' && before.label !== candidate.label)
      group.set(text, 'contradictory')
  }
  return groups
}

/**
 * Pairs both sides in random order, the shorter one over and over, shifted by one each time around,
 * so that no pair comes twice.
 */
function drawPairs<Candidate>(
  correct: readonly Candidate[],
  incorrect: readonly Candidate[],
  prompt: string,
  { pairsPerProblem, seed }: EvaluatorExampleOptions,
): [Candidate, Candidate][] {
  const [better, worse] = [correct, incorrect].map((side, place) =>
    rng('evaluator-pairs', seed, place, prompt).shuffle(side),
  ) as [Candidate[], Candidate[]]
  const count = Math.min(pairsPerProblem, better.length * worse.length)
  const round = leastCommonMultiple(better.length, worse.length)
  return Array.from({ length: count }, (_, index) => [
    better[index % better.length]!,
    worse[(index + Math.floor(index / round)) % worse.length]!,
  ])
}

function leastCommonMultiple(a: number, b: number): number {
  let [high, low] = [a, b]
  while (low > 0) [high, low] = [low, high % low]
  return high === 0 ? 1 : (a * b) / high
}

function wordsAfter(
  prompt: string,
  solution: string,
  { format, tokenizer }: EvaluatorExampleOptions,
): WordChoice {
  const text = evaluatorPrompt(format, prompt, solution)
  const after = (word: string): Sequence => {
    const { ids, promptLength } = encodeJointly(tokenizer, text, word)
    return { ids, lossFrom: promptLength }
  }
  return { correct: after(format.correct), incorrect: after(format.incorrect) }
}

const longest = ({ correct, incorrect }: WordChoice): number =>
  Math.max(correct.ids.length, incorrect.ids.length)
