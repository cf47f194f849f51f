/**
 * Judging many candidate solutions of a problem: two label words are scored after each. With what
 * the candidates share read once, without, and by Transformers on a real model
 * (`RECKONER_CHECKPOINT`).
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { LanguageModel, ScoreItem } from '../src/model/index.ts'
import { readModel } from '../src/model/index.ts'
import { LocalModel } from '../src/sample/index.ts'
import type * as Sample from '../src/sample/index.ts'
import { realModel, realModelHint } from '../tests/support/smollm2.ts'
import type { Drawing } from './candidates.ts'
import { candidateItems } from './candidates.ts'
import { formatMeasured, summarise } from './measure.ts'
import { printedBy, python } from './python.ts'
import type { Attention, Took } from './real-peer.ts'
import { RealPeer } from './real-peer.ts'
import { stopwatch } from './stopwatch.ts'

/** Threads need compiled modules. */
const { openModel } = (await import(
  new URL('../dist/sample/index.js', import.meta.url).href
)) as typeof Sample

const drawings: Record<string, Drawing> = {
  // 42 % are distinct; of 64 samples that a taught base-1m drew of a problem, 37 % were
  'as drawn': { replaced: 0.03, distinct: false },
  'all distinct': { replaced: 0.2, distinct: true },
}
const repetitions = 3
/** The larger model takes seconds an item. */
const real = { problems: 2, candidates: 16, repetitions: 3 }
const peerBatch = 16
/** Sums of log-probabilities may differ by so much. */
const TOLERANCE = 1e-3

/** Prints items a second, and by how much the sums differ at most. */
export async function printScoring(): Promise<void> {
  {
    // On one core: requests of one item would leave the others idle
    const shipped = await readModel(join(import.meta.dirname, '../models/base-1m'))
    await using model = new LocalModel(shipped, { session: { threads: 1 } })
    for (const [name, drawing] of Object.entries(drawings)) {
      const { tree, alone, difference } = await bothWays(model, {
        items: candidateItems(20, 64, drawing),
        rounds: repetitions,
      })
      console.log(
        `base-1m on one core, 20 × 64 candidates, ${name}: ${rates(tree)} items/s, each item alone ${rates(alone)}, ratio ${ratios(tree, alone)}, sums within ${difference.toExponential(1)}`,
      )
    }
  }
  if (!existsSync(join(realModel, 'config.json')))
    return console.log(`real model: none in ${realModel}; ${realModelHint}`)
  if (!printedBy('import torch, transformers; print(1)'))
    return console.log(
      `real model: ${python} has no torch and transformers; install them, or set RECKONER_PYTHON`,
    )
  await using peer = new RealPeer(realModel)
  console.log(`beside ${await peer.versions()}`)
  await using model = await openModel(realModel)
  for (const [name, drawing] of Object.entries(drawings))
    await printReal(model, peer, { name, drawing })
}

async function printReal(
  model: LanguageModel,
  peer: RealPeer,
  { name, drawing }: { name: string; drawing: Drawing },
): Promise<void> {
  const { problems, candidates, repetitions: rounds } = real
  const items = candidateItems(problems, candidates, drawing)
  const attention = await fasterAttention(peer, items)
  const theirs: Run[] = []
  const { tree, alone, difference } = await bothWays(model, {
    items,
    rounds,
    async beside(sums) {
      const { logprobs, ...took } = await peer.choose({ items, batch: peerBatch, attention })
      theirs.push({ items: items.length, ...took })
      return furthest(sums, logprobs)
    },
  })
  console.log(
    `real model, ${problems} × ${candidates} candidates, ${name}: ${rates(tree)} items/s, each item alone ${rates(alone)}, ratio ${ratios(tree, alone)}, theirs (${attention}) ${rates(theirs)}, ratio ${ratios(tree, theirs)}, sums within ${difference.toExponential(1)}`,
  )
}

async function fasterAttention(peer: RealPeer, all: readonly ScoreItem[]): Promise<Attention> {
  const items = all.slice(0, peerBatch)
  const best = { eager: Infinity, sdpa: Infinity }
  for (const attention of ['eager', 'sdpa', 'sdpa', 'eager'] as const) {
    const { seconds } = await peer.choose({ items, batch: peerBatch, attention })
    best[attention] = Math.min(best[attention], seconds)
  }
  return best.eager < best.sdpa ? 'eager' : 'sdpa'
}

interface Run extends Took {
  items: number
}

interface BothWays {
  items: readonly ScoreItem[]
  rounds: number
  /** Another way that takes its turn; returns by how much the sums differ. */
  beside?: (sums: readonly number[][]) => Promise<number>
}

/** All items as one request, and each as a request of its own, by turns. */
async function bothWays(
  model: LanguageModel,
  { items, rounds, beside }: BothWays,
): Promise<{ tree: Run[]; alone: Run[]; difference: number }> {
  const [tree, alone]: [Run[], Run[]] = [[], []]
  let difference = 0
  await model.score(items.slice(0, 64)) // compiles the graph
  for (let round = 0; round < rounds; round++) {
    let end = stopwatch()
    const together = sumsOf(await model.score(items))
    tree.push({ items: items.length, ...end() })
    end = stopwatch()
    const apart: number[][] = []
    for (const item of items) apart.push(...sumsOf(await model.score([item])))
    alone.push({ items: items.length, ...end() })
    difference = Math.max(
      difference,
      furthest(together, apart),
      beside ? await beside(together) : 0,
    )
  }
  if (!(difference <= TOLERANCE))
    throw new Error(`sums of log-probabilities differ by ${difference}`)
  return { tree, alone, difference }
}

const sumsOf = (scores: Awaited<ReturnType<LanguageModel['score']>>): number[][] =>
  scores.map((item) => item.map(({ logprob }) => logprob))

const furthest = (a: readonly number[][], b: readonly number[][]): number =>
  Math.max(
    ...a.flatMap((item, place) => item.map((value, label) => Math.abs(value - b[place]![label]!))),
  )

const rates = (runs: readonly Run[]): string =>
  formatMeasured(summarise(runs.map(({ items, seconds }) => items / seconds)))

/** Of runs that follow each other. Where other programs run, processor time tells more. */
function ratios(ours: readonly Run[], others: readonly Run[]): string {
  const over = (of: (run: Run) => number): string =>
    formatMeasured(summarise(ours.map((run, round) => of(others[round]!) / of(run))))
  return `${over(({ seconds }) => seconds)}, of processor time ${over(({ processorSeconds }) => processorSeconds)}`
}
