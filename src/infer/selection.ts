/**
 * Selection by scores: which of a problem's completions is taken, from their answers and from what
 * an evaluator says of them. Source: Liu et al. 2023, "Improving Large Language Model Fine-tuning
 * for Solving Math Problems" (arXiv 2310.10047), section on solution-cluster re-ranking; its names
 * are RR.All, RR.MajK, W.RR, W.RR.MajK and Maj1.TopN.
 *
 * A *cluster* is all completions with the same answer. Completions without an answer are in none:
 * they are never chosen, and need no score. Clusters are ordered by their size, those of one size
 * by which was seen first. Of equal scores the first counts, and of equal weights the first cluster
 * in that order.
 */
import { DataError } from '../core/index.ts'
import { defaultOptions, type SelectionOptions } from './strategy-options.ts'

/** Answers of one problem's completions, in their order: equal ones are the same text. */
export type Answers = readonly (string | null)[]

/** The score of the completion at a place. */
export type ScoreAt = (place: number) => number

export interface SelectionRule {
  /** Returns the places of the completions whose scores it needs, ascending. */
  scored(answers: Answers, options?: SelectionOptions): number[]
  /**
   * Returns the place of the completion to take, `null` where none has an answer. It asks for the
   * scores of the places that `scored` returns. @throws DataError for a score that cannot be a
   * weight
   */
  choose(answers: Answers, score: ScoreAt, options?: SelectionOptions): number | null
}

/** The places of the completions with one answer, ascending. */
type Cluster = readonly number[]

/** Returns the clusters, the largest first; of the same size, the first seen. */
function clustersOf(answers: Answers, places: Iterable<number> = answers.keys()): Cluster[] {
  const clusters = new Map<string, number[]>()
  for (const place of places) {
    const answer = answers[place]
    if (answer === null || answer === undefined) continue
    const cluster = clusters.get(answer)
    if (cluster) cluster.push(place)
    else clusters.set(answer, [place])
  }
  return [...clusters.values()].toSorted((a, b) => b.length - a.length)
}

const ascending = (a: number, b: number): number => a - b

/** The places of all completions in these clusters, ascending. */
function placesOf(clusters: readonly Cluster[]): number[] {
  return [...Uint32Array.from(clusters.flat()).sort()] // Numbers of one type sort fastest.
}

/** The place with the best score, the first of several. `places` ascend. */
function bestOf(places: readonly number[], score: ScoreAt): number | null {
  let best: number | null = null
  for (const place of places) if (best === null || score(place) > score(best)) best = place
  return best
}

/** The best scored completion of the cluster with the largest sum of weights. */
function bestOfHeaviest(
  clusters: readonly Cluster[],
  score: ScoreAt,
  { weights = defaultOptions.weights }: SelectionOptions,
): number | null {
  const weight = weights === 'sigmoid' ? sigmoidOver(clusters.flat().map(score)) : nonNegative
  let heaviest: { cluster: Cluster; total: number } | null = null
  for (const cluster of clusters) {
    // Added from the smallest on, the total does not depend on the order of the completions.
    const total = cluster
      .map((place) => weight(score(place)))
      .toSorted(ascending)
      .reduce((sum, each) => sum + each, 0)
    if (heaviest === null || isMore(total, heaviest.total)) heaviest = { cluster, total }
  }
  return heaviest && bestOf(heaviest.cluster, score)
}

/** Sums that differ by rounding alone are equal: 0.1 + 0.7 is not less than 0.8. */
const ROUNDING = 1e-12
const isMore = (total: number, other: number): boolean => total > other * (1 + ROUNDING)

/** Below this the sigmoid is smaller than numbers can be, and is exp(score) to all digits. */
const TINY_SIGMOID = -700

/**
 * Returns the sigmoid; where it would be 0 for all of `scores`, the same times a factor that they
 * share, so that the log-probabilities of long texts still differ.
 */
function sigmoidOver(scores: readonly number[]): (score: number) => number {
  const best = scores.reduce((most, score) => Math.max(most, score), -Infinity)
  return best < TINY_SIGMOID
    ? (score) => Math.exp(score - best)
    : (score) => 1 / (1 + Math.exp(-score))
}

/** A sum of negative scores would speak against an answer that many completions agree on. */
function nonNegative(score: number): number {
  if (score >= 0) return score
  throw new DataError(`the score ${score} is negative, and cannot be the weight of a vote`, {
    hint: 'Scores of a reward model can be weighed with weights=sigmoid.',
  })
}

/** The best scored completion with the answer that most of the best scored ones agree on. */
function majorityOfBest(
  clusters: readonly Cluster[],
  score: ScoreAt,
  answers: Answers,
  { best = defaultOptions.best }: SelectionOptions,
): number | null {
  const ranked = placesOf(clusters).toSorted((a, b) => score(b) - score(a) || a - b)
  const voters = ranked.slice(0, best).toSorted(ascending)
  return bestOf(clustersOf(answers, voters)[0] ?? [], score)
}

type Keep = (clusters: readonly Cluster[], options: SelectionOptions) => readonly Cluster[]
const all: Keep = (clusters) => clusters
const largest: Keep = (clusters, { clusters: count = defaultOptions.clusters }) =>
  clusters.slice(0, count)

/** Returns the rule that keeps some clusters, and picks one of their completions. */
function ruleOf(
  keep: Keep,
  pick: (
    clusters: readonly Cluster[],
    score: ScoreAt,
    options: SelectionOptions,
    answers: Answers,
  ) => number | null,
): SelectionRule {
  return {
    scored: (answers, options = {}) => placesOf(keep(clustersOf(answers), options)),
    choose: (answers, score, options = {}) =>
      pick(keep(clustersOf(answers), options), score, options, answers),
  }
}

const pickBest = (clusters: readonly Cluster[], score: ScoreAt): number | null =>
  bestOf(placesOf(clusters), score)

/** Every rule, by the name of its strategy. */
export const selectionRules = {
  /** RR.All: the best scored completion. */
  bestOfN: ruleOf(all, pickBest),
  /** RR.MajK: the best scored completion of the K largest clusters. */
  rerankTopClusters: ruleOf(largest, pickBest),
  /** W.RR: the cluster whose scores add up to most. */
  weightedVote: ruleOf(all, bestOfHeaviest),
  /** W.RR.MajK: of the K largest clusters, the one whose scores add up to most. */
  weightedTopClusters: ruleOf(largest, bestOfHeaviest),
  /** Maj1.TopN: the vote of the N best scored completions. */
  majorityOfTopN: ruleOf(all, (clusters, score, options, answers) =>
    majorityOfBest(clusters, score, answers, options),
  ),
} satisfies Record<string, SelectionRule>
