/**
 * Searching with four hypotheses beside drawing four completions: tokens that the model computes in
 * a second of processor time, by turns, so that a noisy minute hits both.
 */
import { join } from 'node:path'
import { problemPrompt, proceduralProblem } from '../src/data/index.ts'
import { alignmentScorer, stepJudge } from '../src/infer/index.ts'
import { completionsOf, readModel, type LineJudge } from '../src/model/index.ts'
import { LocalModel } from '../src/sample/index.ts'
import { byTurns, formatMeasured, summarise } from './measure.ts'
import { stopwatch } from './stopwatch.ts'

const width = 4
/** As many problems as fill a batch of this model. */
const problems = 8
const batches = 4
const maxNewTokens = 96
const rounds = 7
const options = { seed: 7, split: 'test', steps: 3 } as const

/** Prints the rates of both, of a search whose lines are scored, and their ratios. */
export async function printBeams(): Promise<void> {
  const shipped = await readModel(join(import.meta.dirname, '../models/base-1m'))
  await using model = new LocalModel(shipped, { session: { threads: 1 }, compileWeights: true })
  const questions = new Map<string, string>()
  const requests = Array.from({ length: batches }, (_, batch) =>
    Array.from({ length: problems }, (__, place) => {
      const { id, question } = proceduralProblem(options, batch * problems + place)
      questions.set(id, question)
      return { problemId: id, prompt: problemPrompt(question), stream: [1, id] }
    }),
  )
  const score = alignmentScorer(model)
  const judge = stepJudge({
    scoreLines: (lines) =>
      score(lines.map((line) => ({ ...line, question: questions.get(line.problemId)! }))),
  })
  const draw = rateOf(requests, (prompts) =>
    completionsOf(
      model.generate({
        prompts,
        numGenerations: width,
        decoding: { temperature: 0.7, maxNewTokens },
      }),
    ),
  )
  const search = (asked?: LineJudge): (() => Promise<number>) =>
    rateOf(requests, (prompts) =>
      model.searchBeams({ prompts, width, decoding: { maxNewTokens } }, asked),
    )
  const [drawn, searched, verified] = await byTurns(rounds, [draw, search(), search(judge)])
  const ratios = (of: readonly number[]): string =>
    formatMeasured(summarise(of.map((rate, round) => rate / drawn![round]!)))
  console.log(`base-1m on one core, ${batches} × ${problems} problems`)
  console.log(`${width} samples at 0.7       ${formatMeasured(summarise(drawn!))} tokens/s`)
  console.log(
    `${width} hypotheses           ${formatMeasured(summarise(searched!))} tokens/s, ratio ${ratios(searched!)}`,
  )
  console.log(
    `lines scored too       ${formatMeasured(summarise(verified!))} tokens/s, ratio ${ratios(verified!)}`,
  )
}

/**
 * Returns what computes tokens, one request after the other, and gives tokens a second of
 * processor time.
 */
function rateOf<Request>(
  requests: readonly Request[],
  work: (request: Request) => AsyncIterable<{ tokens: number }>,
): () => Promise<number> {
  return async () => {
    const time = stopwatch()
    let tokens = 0
    for (const request of requests)
      for await (const result of work(request)) tokens += result.tokens
    return tokens / time().processorSeconds
  }
}
