/** Stage `score.evaluator`: how likely each completion is to be correct, as an evaluator says. */
import { z } from 'zod'
import {
  DataError,
  counted,
  plural,
  textHash,
  type Completion,
  type CompletionScore,
  type RunEvent,
} from '../../core/index.ts'
import { degenerateScores } from '../../evaluate/index.ts'
import {
  modelProfile,
  evaluatorFormatOf,
  openEvaluator,
  type Evaluator,
} from '../../sample/index.ts'
import { defineStage, type StageContext } from '../stage.ts'
import { keptChunk } from './chunks.ts'
import { completionsOfInput, jsonLines, readProblemsInput, writeScoredFrom } from './files.ts'
import { executionProviderField } from './training.ts'

const settings = z.strictObject({
  ...executionProviderField,
  label: z.string().describe('Name of this evaluator in the results.'),
})
type Settings = z.infer<typeof settings>

/** What a kill can cost. Part of what the stage is: chunks are scored in batches of their own. */
const COMPLETIONS_PER_CHUNK = 2048

export const scoreEvaluator = defineStage<Settings>({
  version: 1,
  description:
    'a score for every completion, the probability that it is correct, by an evaluator (stage train.evaluator)',
  settings,
  label: 'label',
  inputs: {
    model: { kind: 'model', takes: 'model', description: 'The evaluator.' },
    problems: { kind: 'path', takes: 'problems' },
    completions: { kind: 'path', takes: 'completions' },
  },
  makes: ['scores'],
  perSeed: 'inherit',
  async *run(context) {
    // What is no evaluator is told before anything is read.
    evaluatorFormatOf(await modelProfile(context.models['model']![0]!))
    const questions = new Map(
      (await readProblemsInput(context.inputs['problems']![0]!)).map(({ id, question }) => [
        id,
        question,
      ]),
    )
    const path = context.inputs['completions']![0]!
    const total = await countKnown(path, questions)
    const writer = await context.out.writer('scores.jsonl')
    const count = { done: 0, calls: 0, tooLong: 0 }
    const extremes: number[] = []
    let evaluator: Evaluator | undefined
    try {
      for await (const [start, chunk] of chunksOf(completionsOfInput(path, refuse))) {
        const text = yield* keptChunk(context, `chunk-${start}.json`, async () => {
          evaluator ??= await openEvaluator(
            context.models['model']![0]!,
            context.settings.executionProvider,
          )
          return JSON.stringify(await scoreChunk(evaluator, questions, chunk, context.signal))
        })
        const chunkScored = chunkSchema.parse(JSON.parse(text))
        const { scores, calls, tooLong } = chunkScored
        extremes.push(...chunkScored.extremes)
        await writer.write(jsonLines(scores))
        count.done += chunk.length
        count.calls += calls
        count.tooLong += tooLong
        yield { type: 'progress', label: context.id, done: count.done, total, unit: 'completions' }
      }
    } finally {
      await evaluator?.[Symbol.asyncDispose]()
    }
    await writer.commit()
    await writeScoredFrom(context)
    yield* notesOf(count, extremes)
  },
})

const chunkSchema = z.object({
  scores: z.array(z.unknown()),
  /** Distinct texts that were scored. */
  calls: z.number(),
  tooLong: z.number(),
  /** The lowest and the highest score that the evaluator gave; none where all are too long. */
  extremes: z.array(z.number()),
})

function refuse(fault: string): never {
  throw new DataError(fault)
}

/**
 * Returns the number of completions. @throws DataError for a line that holds none, and for one of
 * an unknown problem: before anything is scored
 */
async function countKnown(path: string, questions: ReadonlyMap<string, string>): Promise<number> {
  let count = 0
  for await (const { problemId, index } of completionsOfInput(path, refuse)) {
    if (!questions.has(problemId))
      throw new DataError(
        `${path}: there is no problem "${problemId}", of which completion ${index} is one`,
        { hint: 'Give the problems that the completions are of.' },
      )
    count++
  }
  return count
}

/** Cuts completions into chunks, where it can between problems: equal texts of one are one. */
async function* chunksOf(
  completions: AsyncIterable<Completion>,
): AsyncGenerator<[start: number, chunk: Completion[]], void, void> {
  let start = 0
  let chunk: Completion[] = []
  for await (const completion of completions) {
    const isNext = completion.problemId !== chunk.at(-1)?.problemId
    if (chunk.length >= COMPLETIONS_PER_CHUNK * (isNext ? 1 : 4)) {
      yield [start, chunk]
      start += chunk.length
      chunk = []
    }
    chunk.push(completion)
  }
  if (chunk.length > 0) yield [start, chunk]
}

async function scoreChunk(
  evaluator: Evaluator,
  questions: ReadonlyMap<string, string>,
  chunk: readonly Completion[],
  signal: StageContext['signal'],
): Promise<z.infer<typeof chunkSchema>> {
  const keyOf = ({ problemId, text }: Completion): string =>
    JSON.stringify([problemId, text.trimEnd()])
  const distinct = new Map(chunk.map((completion) => [keyOf(completion), completion]))
  // Texts with like beginnings stand together, so that what they share is read once.
  const ordered = [...distinct].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const candidates = ordered.map(([, { problemId, text }]) => ({
    question: questions.get(problemId)!,
    solution: text,
  }))
  const scored = await evaluator.score(candidates, signal)
  const scoreOf = new Map(ordered.map(([key], place) => [key, scored[place]!]))
  const scores = chunk.map((completion): CompletionScore => {
    const { problemId, index, text, modelId, seed } = completion
    return {
      problemId,
      index,
      score: scoreOf.get(keyOf(completion)) ?? 0,
      textHash: textHash(text),
      ...(modelId !== undefined && { modelId }),
      ...(seed !== undefined && { seed }),
    }
  })
  const given = scored.filter((score) => score !== null)
  const ends = given.toSorted((a, b) => a - b)
  return {
    scores,
    calls: ordered.length,
    tooLong: scored.length - given.length,
    extremes: given.length === 0 ? [] : [ends[0]!, ends.at(-1)!],
  }
}

function* notesOf(
  { done, calls, tooLong }: { done: number; calls: number; tooLong: number },
  extremes: readonly number[],
): Generator<RunEvent, void, void> {
  const message = `${counted(calls, 'different text')} among ${counted(done, 'completion')} ${plural(calls, 'was', 'were')} scored`
  yield { type: 'note', level: 'info', message }
  const warnings = calls - tooLong > 1 ? degenerateScores(extremes) : []
  if (tooLong > 0)
    warnings.push(`${tooLong} of these texts are longer than the evaluator reads: their score is 0`)
  for (const warning of warnings) yield { type: 'note', level: 'warning', message: warning }
}
