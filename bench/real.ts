/**
 * A real model beside Transformers in one run: the same greedy texts, the same log-probabilities,
 * and how fast both are. The model is `RECKONER_CHECKPOINT`, or the one that `tools/smollm2.py`
 * makes.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { formatPrompt, problemPrompt } from '../src/data/index.ts'
import type { LanguageModel } from '../src/model/index.ts'
import type * as Models from '../src/model/index.ts'
import type * as Sample from '../src/sample/index.ts'
import { realModel, realModelHint } from '../tests/support/smollm2.ts'
import { formatMeasured, summarise } from './measure.ts'
import { printedBy, python } from './python.ts'
import type { Attention, Took } from './real-peer.ts'
import { RealPeer } from './real-peer.ts'
import type { RealProblem } from './real-problems.ts'
import { problemSource, realProblems } from './real-problems.ts'
import { compareScores, compareTexts } from './real-results.ts'
import { stopwatch } from './stopwatch.ts'

/** Threads need compiled modules. */
const { openModel, namedPromptFormat } = await compiled<typeof Sample>('sample')
const { completionsOf, readModelOutline, scoreEach } = await compiled<typeof Models>('model')

const texts = 50
const textTokens = 64
const scored = 256
/** Every repetition scores texts of its own. */
const repetitions = 4
const decodedTokens = 32
const batches = [1, 16, 64]
/** Sequences that Transformers is given at once, where their number is not measured. */
const peerBatch = 16

/** Prints what is equal and what is how fast; what is missing, where it cannot. */
export async function printReal(): Promise<void> {
  if (!existsSync(join(realModel, 'config.json')))
    return console.log(`real model: none in ${realModel}; ${realModelHint}`)
  if (!printedBy('import torch, transformers; print(1)'))
    return console.log(
      `real model: ${python} has no torch and transformers; install them, or set RECKONER_PYTHON`,
    )
  await using peer = new RealPeer(realModel)
  console.log(`beside ${await peer.versions()}; ${problemSource} problems`)
  const problems = await realProblems(scored)
  const attention = await fasterAttention(peer, problems)
  {
    await using model = await openModel(realModel)
    await printTexts(model, peer, { problems: problems.slice(0, texts), attention })
    await printScores(model, peer, { problems, attention })
  }
  await printDecoding(peer, problems, attention)
}

interface Work {
  problems: readonly RealProblem[]
  attention: Attention
}

const plainPrompt = ({ question }: RealProblem): string => problemPrompt(question)

async function fasterAttention(
  peer: RealPeer,
  problems: readonly RealProblem[],
): Promise<Attention> {
  const prompts = problems.slice(0, peerBatch).map(plainPrompt)
  const best = { eager: Infinity, sdpa: Infinity }
  for (const attention of ['eager', 'sdpa', 'sdpa', 'eager'] as const) {
    const spec = { prompts, batch: peerBatch, maxNewTokens: 8, stops: false, attention }
    best[attention] = Math.min(best[attention], (await peer.generate(spec)).seconds)
  }
  return best.eager < best.sdpa ? 'eager' : 'sdpa'
}

/** Greedy texts of chat prompts, ours in the product's batches and some of them alone. */
async function printTexts(
  model: LanguageModel,
  peer: RealPeer,
  { problems, attention }: Work,
): Promise<void> {
  const format = await namedPromptFormat('chat', await readModelOutline(realModel))
  const prompts = problems.map(({ question }) => formatPrompt(format, question))
  const ours = await greedyTexts(model, prompts, textTokens)
  const alone: string[] = []
  for (const prompt of prompts.slice(0, 3))
    alone.push(...(await greedyTexts(model, [prompt], textTokens)))
  const spec = { batch: peerBatch, maxNewTokens: textTokens, stops: true, attention }
  const theirs = await peer.generate({ ...spec, prompts })
  console.log(await compareTexts({ prompts, ours, theirs }, peer))
  const same = alone.filter((text, index) => text === ours[index]).length
  console.log(`greedy texts one by one: ${same} of ${alone.length} as in a batch`)
}

/** Log-probabilities of solutions after their questions, and tokens a second. */
async function printScores(
  model: LanguageModel,
  peer: RealPeer,
  { problems, attention }: Work,
): Promise<void> {
  const items = problems.map((problem) => ({
    prompt: plainPrompt(problem),
    continuation: problem.solution,
  }))
  const share = items.length / repetitions
  const [ours, theirs]: [number[][], number[][]] = [[], []]
  const pairs: Pair[] = []
  await scoreEach(model, items.slice(0, peerBatch)) // compiles the graph
  for (let first = 0; first < items.length; first += share) {
    const part = items.slice(first, first + share)
    const end = stopwatch()
    const scores = await scoreEach(model, part)
    const took = end()
    const other = await peer.score({ items: part, batch: peerBatch, attention })
    ours.push(...scores.map(({ tokens }) => tokens.map(({ logprob }) => logprob)))
    theirs.push(...other.logprobs)
    pairs.push({ tokens: other.tokens, ours: took, theirs: other })
  }
  console.log(compareScores(ours, theirs))
  console.log(`scoring, ${share} texts at once: ${formatPairs(pairs, attention)}`)
}

/** New tokens a second, prompts included, of texts that do not end. */
async function printDecoding(
  peer: RealPeer,
  problems: readonly RealProblem[],
  attention: Attention,
): Promise<void> {
  const directory = withoutEnds(realModel)
  try {
    await using model = await openModel(directory)
    await greedyTexts(model, problems.slice(0, 2).map(plainPrompt), 2) // compiles the graphs
    const pairs = batches.map((): Pair[] => [])
    for (let repetition = 0; repetition < repetitions - 1; repetition++)
      for (const [place, batch] of batches.entries()) {
        const prompts = problems.slice(0, batch).map(plainPrompt)
        const end = stopwatch()
        await greedyTexts(model, prompts, decodedTokens)
        const ours = end()
        const spec = { batch, maxNewTokens: decodedTokens, stops: false, attention }
        const theirs = await peer.generate({ ...spec, prompts })
        pairs[place]!.push({ tokens: batch * decodedTokens, ours, theirs })
      }
    for (const [place, batch] of batches.entries())
      console.log(`decoding, ${batch} at once: ${formatPairs(pairs[place]!, attention)}`)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** One after the other on the same tokens. */
interface Pair {
  tokens: number
  ours: Took
  theirs: Took
}

/** Where other programs run, processor time tells more than time. */
function formatPairs(pairs: readonly Pair[], attention: Attention): string {
  const over = (value: (pair: Pair) => number): string =>
    formatMeasured(summarise(pairs.map(value)))
  return [
    `${over(({ tokens, ours }) => tokens / ours.seconds)} tokens/s`,
    `theirs (${attention}) ${over(({ tokens, theirs }) => tokens / theirs.seconds)}`,
    `ratio ${over(({ ours, theirs }) => theirs.seconds / ours.seconds)}`,
    `of processor time ${over(({ ours, theirs }) => theirs.processorSeconds / ours.processorSeconds)}`,
  ].join(', ')
}

async function greedyTexts(
  model: LanguageModel,
  prompts: readonly string[],
  maxNewTokens: number,
): Promise<string[]> {
  const events = model.generate({
    prompts: prompts.map((prompt, index) => ({ problemId: String(index), prompt, stream: [] })),
    numGenerations: 1,
    decoding: { temperature: 0, maxNewTokens },
  })
  const found: string[] = []
  for await (const { problemId, text } of completionsOf(events)) found[Number(problemId)] = text
  return found
}

/** Returns a copy of the model that has no end-of-text token: every text gets full length. */
function withoutEnds(model: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'reckoner-real-'))
  for (const name of ['model.safetensors', 'tokenizer.json', 'tokenizer_config.json'])
    symlinkSync(resolve(model, name), join(directory, name))
  const config = JSON.parse(readFileSync(join(model, 'config.json'), 'utf8')) as object
  writeFileSync(join(directory, 'config.json'), JSON.stringify({ ...config, eos_token_id: null }))
  return directory
}

async function compiled<Module>(layer: string): Promise<Module> {
  return (await import(new URL(`../dist/${layer}/index.js`, import.meta.url).href)) as Module
}
