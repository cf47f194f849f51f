/**
 * Solutions drawn line by line, in a session, beside the same solutions drawn at once: tokens a
 * second, by turns, so that a noisy minute hits all.
 */
import { join } from 'node:path'
import { problemPrompt, proceduralProblem } from '../src/data/index.ts'
import { completionsOf, readModel, type LanguageModel } from '../src/model/index.ts'
import { LocalModel } from '../src/sample/index.ts'
import type * as Sample from '../src/sample/index.ts'
import { byTurns, formatMeasured, summarise } from './measure.ts'

const problems = 160
const rounds = 5
const directory = join(import.meta.dirname, '../models/base-1m')
const request = {
  prompts: Array.from({ length: problems }, (_, place) => {
    const { id, question } = proceduralProblem({ seed: 7, split: 'test', steps: 3 }, place)
    return { problemId: id, prompt: problemPrompt(question), stream: [1, id] }
  }),
  numGenerations: 3,
  decoding: { temperature: 0.7, maxNewTokens: 64 },
}

/** Prints the rates, and what they are of drawing at once. */
export async function printSessions(): Promise<void> {
  const { openModel } = (await import(
    new URL('../dist/sample/index.js', import.meta.url).href
  )) as typeof Sample
  await using model = await openModel(directory)
  await using alone = new LocalModel(await readModel(directory), {
    session: { threads: 1 },
    compileWeights: true,
  })
  const names = ['at once', 'line by line', 'line by line, one batch on one core']
  const rates = await byTurns(rounds, [
    perSecond(() => drawn(model)),
    perSecond(() => byLines(model)),
    perSecond(() => byLines(alone)),
  ])
  console.log(`base-1m, ${problems} × ${request.numGenerations} solutions`)
  for (const [place, name] of names.entries()) {
    const own = rates[place]!
    const ratios = own.map((rate, round) => rate / rates[0]![round]!)
    console.log(
      `${name.padEnd(36)} ${formatMeasured(summarise(own))} tokens/s, ratio ${formatMeasured(summarise(ratios))}`,
    )
  }
}

const perSecond = (work: () => Promise<number>) => async (): Promise<number> => {
  const start = performance.now()
  const tokens = await work()
  return (tokens * 1000) / (performance.now() - start)
}

async function drawn(model: LanguageModel): Promise<number> {
  let sum = 0
  for await (const { tokens } of completionsOf(model.generate(request))) sum += tokens
  return sum
}

async function byLines(model: LanguageModel): Promise<number> {
  await using session = await model.openSession(request)
  for (;;) {
    const states = await session.advance({ until: ['\n'] })
    if (states.every(({ finish }) => finish !== undefined))
      return states.reduce((sum, { tokens }) => sum + tokens, 0)
  }
}
