/**
 * A fresh process that opens the model named by its argument, scores five short texts, and prints
 * seconds, peak bytes and the sum of log-probabilities.
 */
import type * as Sample from '../src/sample/index.ts'
import { scoreEach } from '../src/model/index.ts'
import { scoredItems } from './scored-items.ts'

const start = performance.now()
const { openModel } = (await import(
  new URL('../dist/sample/index.js', import.meta.url).href
)) as typeof Sample
await using model = await openModel(process.argv[2]!)
const scores = await scoreEach(model, scoredItems)
const seconds = (performance.now() - start) / 1000
const total = scores.reduce((sum, { logprob }) => sum + logprob, 0)
console.log(seconds, process.resourceUsage().maxRSS * 1024, total)
