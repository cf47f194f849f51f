/** Cross-entropy: the mean negative log-probability of the tokens that carry loss, in nats. */
import { negate, sumAll } from '../engine/index.ts'
import { labelLogprobs } from '../model/index.ts'
import type { Objective } from './objective.ts'
import type { Sequence } from './sequences.ts'
import { collate } from './sequences.ts'

export const crossEntropy: Objective<Sequence> = {
  tokens: ({ ids }) => ids.length - 1, // nothing follows the last one
  collate,
  loss: (config, parameters, suffix) => negate(sumAll(labelLogprobs(config, parameters, suffix))),
}
