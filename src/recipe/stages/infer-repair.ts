/** Stage `infer.repair`: programs that fail are shown to their model, which writes others. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import {
  ConfigError,
  DataError,
  completionSchema,
  counted,
  sha256,
  type Completion,
  type RunEvent,
  type Task,
} from '../../core/index.ts'
import { plainFormat, repairPrompt } from '../../data/index.ts'
import { openSandbox, type Sandbox } from '../../execute/index.ts'
import { finalAttempt, repairRounds, type Attempt, type Failed } from '../../infer/index.ts'
import { modelProfile } from '../../sample/index.ts'
import { extractProgram, runProgram, type ProgramRun } from '../../verify/index.ts'
import { defineStage, type StageContext } from '../stage.ts'
import { drawCompletions } from './draw-completions.ts'
import {
  completionsOfInput,
  readDrawnFrom,
  readProblemsInput,
  writeOut,
  writeRecordsOut,
  type DrawnFrom,
} from './files.ts'
import { gradingSettings, programOptions } from './grading-settings.ts'
import { measurePrompts } from './prompted.ts'
import { executionProviderField } from './training.ts'

const settings = z.strictObject({
  ...executionProviderField,
  ...gradingSettings,
  label: z.string().describe('Name of this model in the results.'),
  rounds: z
    .int()
    .min(1)
    .default(3)
    .describe('How often a program that fails is written again, at most.'),
  maxNewTokens: z.int().min(1).default(256).describe('Maximum length of a program, in tokens.'),
})
type Context = StageContext<z.infer<typeof settings>>

export const inferRepair = defineStage<z.infer<typeof settings>>({
  version: 1,
  description:
    'programs in place of those that fail: while the interpreter reports an error, the model is shown it and writes another program (the self-refinement of PaD)',
  settings,
  label: 'label',
  inputs: {
    model: { kind: 'model', takes: 'model', served: true },
    problems: { kind: 'path', takes: 'problems' },
    completions: {
      kind: 'artifact',
      takes: 'completions',
      description:
        'One program for each problem, usually by this model. It counts whether they run, not whether they are right.',
    },
  },
  makes: ['completions'],
  asks: ({ rounds, maxNewTokens }) => ({
    // Each round reads the program that has failed.
    model: {
      of: 'problems',
      completions: rounds,
      perPrompt: 1,
      reads: maxNewTokens,
      tokens: maxNewTokens,
    },
  }),
  perSeed: 'inherit',
  async *run(context) {
    const { settings: chosen, inputs, signal } = context
    const drawnFrom = await readDrawnFrom(inputs['completions']![0]!)
    requirePrograms(context, drawnFrom)
    const { timeoutMs, sandbox: name, rounds } = chosen
    await using sandbox = openSandbox({ sandbox: name, limits: { timeoutMs }, signal })
    const firsts = await readAttempts(context, sandbox)
    const revise = await reviser(context, drawnFrom)
    const run = (completions: readonly Completion[]) => runAll(context, sandbox, completions)
    const attempts = yield* repairRounds(firsts, { run, revise }, rounds)
    await writeRecordsOut(
      context,
      'completions.jsonl',
      attempts.map((own): Completion => ({ ...finalAttempt(own).completion, index: 0 })),
    )
    await writeRecordsOut(context, 'attempts.jsonl', attempts.filter(isRepaired).map(traceOf))
    const strategy = `repair rounds=${rounds}`
    await writeOut(
      context,
      'drawn-from.json',
      `${JSON.stringify({ ...drawnFrom, strategy, completionsAre: 'programs' } satisfies DrawnFrom)}\n`,
    )
    yield note(describe(attempts))
  },
})

/** @throws ConfigError for texts, and for several samples of a problem */
function requirePrograms(
  { id, settings: { completionsAre } }: Context,
  drawnFrom: DrawnFrom,
): void {
  if (completionsAre !== 'programs' && drawnFrom.completionsAre !== 'programs')
    throw new ConfigError(`${id}: only programs can be repaired, and these completions are texts`, {
      hint: 'Set completionsAre: programs in the stage that draws them.',
    })
  if (drawnFrom.numGenerations > 1)
    throw new ConfigError(
      `${id}: one program for each problem is repaired, and there are ${drawnFrom.numGenerations}`,
      { hint: 'Name a stage infer.greedy, or a stage sample with numGenerations: 1.' },
    )
}

/** The programs as they were drawn, and what running them tells: no gold answer has a say here. */
async function readAttempts(context: Context, sandbox: Sandbox): Promise<Attempt[]> {
  const completions: Completion[] = []
  for await (const completion of completionsOfInput(context.inputs['completions']![0]!))
    completions.push(completion)
  const runs = await runAll(context, sandbox, completions)
  return completions.map((completion, place) => ({ completion, ...runs[place]! }))
}

type Reviser = (failed: readonly Failed[], round: number) => Task<readonly Completion[]>

/** Returns what asks the model for other programs, in the format in which it was asked before. */
async function reviser(context: Context, { promptFormat }: DrawnFrom): Promise<Reviser> {
  const { inputs, models, settings: chosen } = context
  const ref = models['model']![0]!
  const profile = await modelProfile(ref)
  const problems = await readProblemsInput(inputs['problems']![0]!)
  const questions = new Map(problems.map(({ id, question }) => [id, question]))
  const questionOf = (problemId: string): string => {
    const question = questions.get(problemId)
    if (question !== undefined) return question
    throw new DataError(`${context.id}: there is no problem "${problemId}" for a completion`)
  }
  const promptOf = ({ problemId, text, error }: Failed): string =>
    repairPrompt(promptFormat ?? plainFormat, questionOf(problemId), {
      program: extractProgram(text) ?? text,
      error,
    })
  return async function* (failed, round) {
    const asked = failed.map((each) => ({ problemId: each.problemId, prompt: promptOf(each) }))
    const paths = yield* drawCompletions({
      context,
      ref,
      profile,
      format: promptFormat ?? plainFormat,
      prompts: measurePrompts(profile, asked),
      numGenerations: 1,
      decoding: { temperature: 0, maxNewTokens: chosen.maxNewTokens },
      // A program that reached a limit may run another time: what is kept is of these prompts.
      name: `round-${round}-${sha256(JSON.stringify(asked)).slice(0, 16)}`,
    })
    yield note(
      `round ${round}: ${counted(failed.length, 'program fails, and is', 'programs fail, and are')} written again`,
    )
    const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')))
    return texts
      .flatMap((text) => text.trim().split('\n'))
      .map((line) => completionSchema.parse(JSON.parse(line)))
  }
}

function runAll(
  { settings: chosen }: Context,
  sandbox: Sandbox,
  completions: readonly Completion[],
): Promise<ProgramRun[]> {
  const options = programOptions(chosen)
  return Promise.all(completions.map((completion) => runProgram(completion, sandbox, options)))
}

const isRepaired = (attempts: readonly Attempt[]): boolean => attempts.length > 1

/** What a person reads to see how a program came to be. */
const traceOf = (attempts: readonly Attempt[]): object => ({
  problemId: attempts[0]!.completion.problemId,
  attempts: attempts.map(({ completion: { text }, answer, error }) => ({ text, answer, error })),
})

function describe(attempts: readonly Attempt[][]): string {
  const failed = attempts.filter(([first]) => first!.error !== null)
  const mended = failed.filter((own) => finalAttempt(own).error === null)
  return `${failed.length} of ${attempts.length} programs failed; ${mended.length} of them run now`
}

const note = (message: string): RunEvent => ({ type: 'note', level: 'info', message })
