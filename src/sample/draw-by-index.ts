/** A token by inversion of the cumulative sum of probabilities, in the order of the vocabulary. */
import { argmax } from './argmax.ts'
import { sumSlack } from './sum-slack.ts'

/** Numbers summed at a time. */
const BLOCK = 256

/**
 * Returns the first index at which `mark`, less the weights up to there one after another, is below
 * 0; where it never is, because of rounding, the index of the largest weight. Weights are summed in
 * blocks to find the place, which takes a third of the time. Where another order of summing could
 * have found another place, the definition is followed to the letter.
 */
export function drawByIndex(weights: Float32Array, mark: number): number {
  let [before, start] = [0, 0]
  for (; start + BLOCK <= weights.length; start += BLOCK) {
    const after = before + blockSum(weights, start)
    if (after > mark) break
    before = after
  }
  for (let index = start; index < weights.length; index++) {
    const after = before + weights[index]!
    if (after > mark) {
      const slack = sumSlack(weights.length, after + mark)
      const isCertain = after - mark > slack && mark - before > slack
      return isCertain ? index : subtractOneByOne(weights, mark)
    }
    before = after
  }
  return mark - before > sumSlack(weights.length, mark)
    ? argmax(weights)
    : subtractOneByOne(weights, mark)
}

/** Four sums at once: each addition waits for the one before it. */
function blockSum(weights: Float32Array, start: number): number {
  let [a, b, c, d] = [0, 0, 0, 0]
  for (let index = start; index < start + BLOCK; index += 4) {
    a += weights[index]!
    b += weights[index + 1]!
    c += weights[index + 2]!
    d += weights[index + 3]!
  }
  return a + b + (c + d)
}

function subtractOneByOne(weights: Float32Array, mark: number): number {
  let rest = mark
  for (let index = 0; index < weights.length; index++) {
    rest -= weights[index]!
    if (rest < 0) return index
  }
  return argmax(weights)
}
