/** Which split a story frame with a relation structure belongs to: no combination occurs in two. */
import { hashFraction } from '../split.ts'

export type Split = 'train' | 'validation' | 'test'

/** Returns the split of a combination by its hash: 70 % train, 10 % validation, 20 % test. */
export function splitOfCombination(frame: string, graph: string): Split {
  const fraction = hashFraction(`${frame} ${graph}`)
  if (fraction < 0.7) return 'train'
  return fraction < 0.8 ? 'validation' : 'test'
}
