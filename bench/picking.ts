/**
 * Choosing tokens beside the decoding step that gives their probabilities: 64 rows over a
 * vocabulary of 152 000, and a model of random weights, which are the hardest: nearly every token
 * is likely.
 */
import { initialParameters, freshConfig } from '../src/model/index.ts'
import { Decoder } from '../src/sample/decoder.ts'
import { KeyValueCache } from '../src/sample/key-value-cache.ts'
import { pickToken } from '../src/sample/pick-token.ts'
import type { Measured } from './measure.ts'
import { formatMeasured, summarise } from './measure.ts'

const rows = 64
const rounds = 5
const vocabulary = 152_000
/** The shape of Qwen2.5-0.5B. */
const config = freshConfig({
  vocabularySize: vocabulary,
  hiddenSize: 896,
  intermediateSize: 4864,
  layers: 24,
  heads: 14,
  keyValueHeads: 2,
  maxPositions: 256,
})
const settings = {
  'temperature 1': {},
  'top-p 0.95': { topP: 0.95 },
  'top-k 50': { topK: 50 },
  'min-p 0.05': { minP: 0.05 },
}

/** Prints milliseconds of processor time of each, and shares of a step. */
export async function printPicking(): Promise<void> {
  await using decoder = new Decoder(
    { config, parameters: initialParameters(config, 1) },
    { threads: 1 },
    false,
  )
  const cache = new KeyValueCache(config, rows, 2)
  const prompts = Array.from({ length: rows }, (_, row) => [row, row + 1])
  const prefill = await decoder.prefill(prompts, 1)
  for (const row of prompts.keys()) cache.fill(row, prefill.cache, row, 2)
  let next = prefill
  const step = async (): Promise<void> => {
    const positions = prompts.map((_, row) => cache.length(row))
    const ids = prompts.map(([id]) => id!)
    next = await decoder.step(ids, positions, cache.feeds(), 1)
    cache.append(next.cache)
  }
  const whole = await milliseconds(step)
  console.log(`a step of ${rows} rows      ${formatMeasured(whole)} ms of processor time`)
  for (const [name, truncation] of Object.entries(settings)) {
    const decoding = { temperature: 1, maxNewTokens: 1, ...truncation }
    const picking = await milliseconds(() => {
      for (let row = 0; row < rows; row++) {
        const of = next.probabilities.subarray(row * vocabulary, (row + 1) * vocabulary)
        pickToken(of, decoding, (row + 0.5) / rows)
      }
    })
    const share = (100 * picking.median) / whole.median
    console.log(
      `${name.padEnd(13)}          ${formatMeasured(picking)} ms, ${share.toFixed(1)} % of a step`,
    )
  }
}

async function milliseconds(work: () => Promise<void> | void): Promise<Measured> {
  await work()
  await work()
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const start = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(start)
    times.push((user + system) / 1000)
  }
  return summarise(times)
}
