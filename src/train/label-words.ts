/**
 * What an evaluator learns: to complete a candidate solution with the right one of two words, or to
 * tell a correct candidate from an incorrect one; beside it, if wanted, to write solutions.
 */
import {
  add,
  constant,
  exponential,
  floatTensor,
  input,
  intTensor,
  logarithm,
  matmul,
  maximum,
  minimum,
  negate,
  reshape,
  subtract,
  sumAll,
  type Value,
} from '../engine/index.ts'
import { labelLogprobs } from '../model/index.ts'
import type { Objective } from './objective.ts'
import { collate, type Sequence } from './sequences.ts'

/** A candidate completed with each of the two words; the loss is on the words. */
export interface WordChoice {
  correct: Sequence
  incorrect: Sequence
}

/**
 * Sequences whose tokens are to become likelier, each a term of the loss; or a pair of candidates,
 * which together are one term.
 */
export type EvaluatorExample =
  | { sequences: readonly Sequence[]; weight: number }
  | { better: WordChoice; worse: WordChoice; margin: number }

/** Each place of a batch tells the log-probabilities of up to two tokens. */
const PER_PLACE = 2

/**
 * The sum of −weight · Σ log p over the tokens of each sequence, and of max(0, log S(worse) − log
 * S(better) + margin) over the pairs, with S = p(correct) / (p(correct) + p(incorrect)). A batch's
 * other feeds: `labels` `[N, 2]`; `likelihood` `[1, 2N]`, the weight of each log-probability;
 * `better` and `worse` `[P, 2N]`, by which log p(correct) − log p(incorrect) is summed; `margins`
 * `[P, 1]`. Source: Liu et al. 2023, arXiv 2310.10047, equations 8, 9, 12 and 13.
 */
export const labelWords: Objective<EvaluatorExample> = {
  tokens: (example) => sequencesOf(example).reduce((sum, { ids }) => sum + ids.length - 1, 0),
  collate: (examples) => {
    const batch = collate(examples.flatMap(sequencesOf))
    const table = new LogprobTable(Array.from(batch.feeds.labels.data, Number))
    const pairs: { better: Float32Array; worse: Float32Array; margin: number }[] = []
    let terms = 0
    for (const example of examples) {
      if ('sequences' in example) {
        terms += example.sequences.length
        for (const sequence of example.sequences)
          table.weigh(table.likelihood, table.next(sequence), -example.weight)
      } else {
        terms++
        const { margin } = example
        pairs.push({
          better: table.choice(example.better),
          worse: table.choice(example.worse),
          margin,
        })
      }
    }
    // A matrix without rows is no tensor: a batch without pairs has one that adds nothing.
    if (pairs.length === 0) pairs.push({ better: table.row(), worse: table.row(), margin: -1 })
    const matrix = (side: 'better' | 'worse') =>
      floatTensor(joined(pairs.map((pair) => pair[side])), [pairs.length, table.width])
    return {
      ...batch,
      lossTerms: terms,
      feeds: {
        ...batch.feeds,
        labels: intTensor(table.labels, [table.labels.length / PER_PLACE, PER_PLACE]),
        likelihood: floatTensor(table.likelihood, [1, table.width]),
        better: matrix('better'),
        worse: matrix('worse'),
        margins: floatTensor(
          Float32Array.from(pairs, ({ margin }) => margin),
          [pairs.length, 1],
        ),
      },
    }
  },
  loss: (config, parameters, suffix) => {
    const width = `L${suffix}`
    const pairs = `P${suffix}`
    const atPlaces = labelLogprobs(config, parameters, suffix, PER_PLACE)
    const logprobs = reshape(atPlaces, [width, 1])
    const feed = (name: string, shape: (string | number)[]): Value =>
      input(name + suffix, { dtype: 'float32', shape })
    const logScore = (side: string): Value =>
      logSigmoid(matmul(feed(side, [pairs, width]), logprobs))
    const behind = subtract(logScore('worse'), logScore('better'))
    const hinge = maximum(add(behind, feed('margins', [pairs, 1])), constant(0))
    return add(sumAll(matmul(feed('likelihood', [1, width]), logprobs)), sumAll(hinge))
  },
}

/** log(1 / (1 + exp(−x))), finite for every x. */
function logSigmoid(x: Value): Value {
  const size = maximum(x, negate(x))
  return subtract(minimum(x, constant(0)), logarithm(add(constant(1), exponential(negate(size)))))
}

/** Two words of one token each are read at the same place, so one sequence is enough. */
function sequencesOf(example: EvaluatorExample): readonly Sequence[] {
  if ('sequences' in example) return example.sequences
  return [example.better, example.worse].flatMap((choice) =>
    isSharedPlace(choice) ? [choice.correct] : [choice.correct, choice.incorrect],
  )
}

const isSharedPlace = ({ correct, incorrect }: WordChoice): boolean =>
  [correct, incorrect].every(({ ids, lossFrom }) => ids.length - lossFrom === 1)

/** The log-probabilities of a batch, two at each place, and weights of them. */
class LogprobTable {
  /** Token ids `[N, 2]`; where only one is asked, it stands twice. */
  readonly labels: number[]
  readonly width: number
  /** Weights in the sum over all sequences. */
  readonly likelihood: Float32Array
  #place = 0

  constructor(labels: readonly number[]) {
    this.labels = labels.flatMap((label) => [label, label])
    this.width = this.labels.length
    this.likelihood = this.row()
  }

  row(): Float32Array {
    return new Float32Array(this.width)
  }

  /** Where the tokens of the next sequence stand. */
  next({ ids, lossFrom }: Sequence): number[] {
    const first = this.#place
    this.#place += ids.length - lossFrom
    return Array.from({ length: ids.length - lossFrom }, (_, token) => (first + token) * PER_PLACE)
  }

  weigh(row: Float32Array, columns: readonly number[], weight: number): void {
    for (const column of columns) row[column]! += weight
  }

  /** Returns the row that sums log p(correct) − log p(incorrect) of the next candidate. */
  choice(words: WordChoice): Float32Array {
    const row = this.row()
    const correct = this.next(words.correct)
    this.weigh(row, correct, 1)
    if (isSharedPlace(words)) {
      const beside = correct[0]! + 1
      this.labels[beside] = words.incorrect.ids[words.incorrect.lossFrom]!
      this.weigh(row, [beside], -1)
    } else this.weigh(row, this.next(words.incorrect), -1)
    return row
  }
}

function joined(rows: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(rows.reduce((length, row) => length + row.length, 0))
  let start = 0
  for (const row of rows) {
    all.set(row, start)
    start += row.length
  }
  return all
}
