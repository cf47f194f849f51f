/**
 * Stage `infer.beam`: the best completion of every problem that a beam search finds, in chunks so
 * that a killed run resumes to the same bytes.
 */
import { openStageModel } from './open-stage-model.ts'
import { z } from 'zod'
import type { Task } from '../../core/index.ts'
import { openSandbox } from '../../execute/index.ts'
import {
  beamFields,
  defaultOptions,
  describeBeam,
  partialPrograms,
  stepJudge,
  type StepScorer,
} from '../../infer/index.ts'
import {
  requireCapability,
  type BeamRequest,
  type BeamResult,
  type CompletedLine,
  type LanguageModel,
  type LineJudge,
} from '../../model/index.ts'
import { defineStage, type StageContext } from '../stage.ts'
import { chunksOf, keptChunk, type Chunk } from './chunks.ts'
import type { DrawnFrom } from './files.ts'
import { jsonLines, writeOut } from './files.ts'
import {
  emptyCompletions,
  fitsModel,
  flopsCounter,
  promptedFields,
  promptedInputs,
  promptsOf,
  SEQUENCES_PER_CHUNK,
  type Prompted,
  type StagePrompt,
} from './prompted.ts'
import { openStepScorer, scorerFaults } from './step-scorers.ts'

/** Returns the field with its value where none is given; it is described as it was. */
const withDefault = <Field extends z.ZodType>(
  field: z.ZodOptional<Field>,
  value: z.util.NoUndefined<z.output<Field>>,
): z.ZodDefault<Field> => field.unwrap().default(value).describe(field.description!)

const settings = z.strictObject({
  ...promptedFields,
  width: withDefault(beamFields.width, defaultOptions.width),
  scoreBy: withDefault(beamFields.scoreBy, defaultOptions.scoreBy),
  partial: withDefault(beamFields.partial, defaultOptions.partial),
})
type Settings = z.infer<typeof settings>
type Context = StageContext<Settings>

export const inferBeam = defineStage<Settings>({
  version: 1,
  description:
    'the best completion of every problem that a beam search finds; lines may be scored and run on the way',
  settings,
  label: 'label',
  inputs: {
    ...promptedInputs,
    scorer: {
      kind: 'model',
      takes: 'model',
      optional: true,
      description:
        'What scores lines: an evaluator, or a directory of sentence embeddings with an ONNX file.',
    },
  },
  makes: ['completions'],
  perSeed: 'inherit',
  faults: ({ scoreBy, partial, completionsAre }, _, inputs) => [
    ...scorerFaults(scoreBy, inputs.includes('scorer')),
    ...(partial === 'run' && completionsAre !== 'programs'
      ? [{ path: ['partial'], text: 'only programs can be run: set completionsAre: programs' }]
      : []),
  ],
  async *run(context) {
    const { width, scoreBy, partial } = context.settings
    const prompted = yield* promptsOf(context)
    const { prompts, format } = prompted
    const perChunk = Math.max(1, Math.floor(SEQUENCES_PER_CHUNK / width))
    const completions = await context.out.writer('completions.jsonl')
    const hypotheses = await context.out.writer('hypotheses.jsonl')
    await using search = new StageSearch(context, prompted)
    for await (const chunk of chunksOf(prompts, perChunk)) {
      const text = yield* keptChunk(context, `hypotheses-${chunk.start}.jsonl`, () =>
        searchChunk(context, search, prompted, chunk),
      )
      await hypotheses.write(text)
      await completions.write(jsonLines(completionsIn(text)))
    }
    await completions.commit()
    await hypotheses.commit()
    const drawnFrom: DrawnFrom = {
      seed: context.seed,
      numGenerations: 1,
      temperature: 0,
      strategy: describeBeam({ width, scoreBy, partial }),
      promptFormat: format,
      ...(context.settings.completionsAre === 'programs' && { completionsAre: 'programs' }),
    }
    await writeOut(context, 'drawn-from.json', `${JSON.stringify(drawnFrom)}\n`)
  },
})

/** The best hypothesis of each problem, as `infer.greedy` writes completions. */
function* completionsIn(text: string): Generator<object, void, void> {
  for (const line of text.trimEnd().split('\n')) {
    const { problemId, hypotheses } = JSON.parse(line) as BeamResult
    const { text: best, tokens, logprob, finish } = hypotheses[0]!
    yield { problemId, index: 0, text: best, tokens, logprob, finish }
  }
}

async function* searchChunk(
  context: Context,
  search: StageSearch,
  { profile, prompts }: Prompted,
  { start, items: chunk }: Chunk<StagePrompt>,
): Task<string> {
  const fits = (prompt: StagePrompt): boolean => fitsModel(prompt, profile)
  const flopsOf = flopsCounter(profile)
  const results = chunk.filter((prompt) => !fits(prompt)).map(emptyResult)
  const order = new Map(chunk.map(({ problemId }, place) => [problemId, place]))
  for await (const result of await search.results(chunk.filter(fits))) {
    results.push(result)
    const { tokens, problemId, hypotheses } = result
    const length = chunk[order.get(problemId)!]!.tokens
    const longest = Math.max(...hypotheses.map((each) => each.tokens))
    const flops = flopsOf(length, tokens, true, length + longest)
    context.charge({ tokens, completions: 1, flops })
    yield {
      type: 'progress',
      label: 'sample',
      done: start + results.length,
      total: prompts.length,
      unit: 'completions',
    }
  }
  return jsonLines(results.toSorted((a, b) => order.get(a.problemId)! - order.get(b.problemId)!))
}

/** A problem that is too long for the model has an empty completion. */
function emptyResult(prompt: StagePrompt): BeamResult {
  const [{ text, tokens, finish }] = emptyCompletions(prompt, 1) as [BestCompletion]
  const hypotheses = [{ text, tokens, logprob: 0, score: 0, finish, steps: [] }]
  return { problemId: prompt.problemId, hypotheses, tokens }
}
type BestCompletion = ReturnType<typeof emptyCompletions>[number]

/** The model with what judges its lines, opened when a chunk is left to search. */
class StageSearch implements AsyncDisposable {
  readonly #context: Context
  readonly #prompted: Prompted
  /** What is to be closed, in the order in which it was opened. */
  readonly #opened: AsyncDisposable[] = []
  #model: LanguageModel | undefined
  #judge: LineJudge | undefined

  constructor(context: Context, prompted: Prompted) {
    this.#context = context
    this.#prompted = prompted
  }

  async results(prompts: readonly StagePrompt[]): Promise<AsyncIterable<BeamResult>> {
    const { settings, signal } = this.#context
    const { width, maxNewTokens } = settings
    const stop = [...(settings.stop ?? []), ...this.#prompted.stop]
    const decoding = { maxNewTokens, ...(stop.length > 0 && { stop }) }
    const request: BeamRequest = { prompts, width, decoding }
    this.#model ??= await this.#openAll()
    return this.#model.searchBeams(request, this.#judge, signal)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const each of this.#opened.toReversed()) await each[Symbol.asyncDispose]()
  }

  #keep<Opened extends AsyncDisposable>(opened: Opened): Opened {
    this.#opened.push(opened)
    return opened
  }

  async #openAll(): Promise<LanguageModel> {
    const { settings, models, signal } = this.#context
    const { executionProvider, partial } = settings
    const model = this.#keep(
      await openStageModel(this.#context, this.#prompted.ref, this.#prompted.format),
    )
    requireCapability(model, 'beams', 'infer.beam')
    const opened = await openStepScorer(settings.scoreBy, {
      model,
      directory: models['scorer']?.[0],
      executionProvider,
    })
    if (opened) this.#keep(opened)
    const sandbox = partial === 'run' ? this.#keep(openSandbox({ signal })) : undefined
    this.#judge = stepJudge({
      ...(opened && { scoreLines: this.#asked(opened.score) }),
      ...(sandbox && { runPartial: partialPrograms(sandbox) }),
    })
    return model
  }

  /** Lines with the questions of their problems. */
  #asked(
    score: StepScorer,
  ): (lines: readonly CompletedLine[], signal?: AbortSignal) => Promise<readonly number[]> {
    const questions = new Map(
      this.#prompted.prompts.map(({ problemId, question }) => [problemId, question]),
    )
    return (lines, signal) =>
      score(
        lines.map(({ problemId, line, text }) => ({
          problemId,
          question: questions.get(problemId)!,
          line,
          text,
        })),
        signal,
      )
  }
}
