/** The prompts of the sampling stages: the question alone, or with solved examples before it. */
import { z } from 'zod'
import {
  ConfigError,
  DataError,
  counted,
  type Problem,
  type RunEvent,
  type TrainingRow,
} from '../../core/index.ts'
import {
  asksForProgram,
  fewShotFormat,
  fewShotStop,
  formatPrompt,
  problemPrompt,
  promptIn,
  type PromptFormat,
} from '../../data/index.ts'
import { openSandbox } from '../../execute/index.ts'
import { runProgram } from '../../verify/index.ts'
import { shippedExamples } from '../shipped-examples.ts'
import type { StageContext, StageInput } from '../stage.ts'
import { readRowsInput } from './files.ts'

/** As many as Minerva has for MATH (Lewkowycz et al. 2022, arXiv 2206.14858). */
export const DEFAULT_EXAMPLES = 4

/** Left out of a stage, the number is the default: keys without examples do not change. */
export const fewShotField = {
  numExamples: z
    .int()
    .min(1)
    .optional()
    .describe(
      `Number of \`examples\` before each question (default ${DEFAULT_EXAMPLES}): the first ones.`,
    ),
}

export const examplesInput: StageInput = {
  kind: 'examples',
  takes: 'rows',
  optional: true,
  description: `Solved problems that stand before each question, except the problem itself. Shipped examples: ${shippedExamples.join(', ')}.`,
}

export interface Prompting {
  /** Has all that is common to the prompts. */
  format: PromptFormat
  /** The prompts of the problems, in their order. */
  prompts: readonly string[]
  /** Texts that end a completion, besides those of the settings. */
  stop: readonly string[]
  notes: readonly RunEvent[]
}

interface Settings {
  numExamples?: number | undefined
  completionsAre?: 'texts' | 'programs' | undefined
}
type Context = Pick<StageContext<Settings>, 'inputs' | 'settings'> &
  Partial<Pick<StageContext, 'signal'>>

/**
 * Returns how problems are asked in `format`, behind the examples that the stage is given, if any.
 * @throws ConfigError for a number of examples without any, DataError when there are too few, and
 * for a program that fails
 */
export async function promptingOf(
  { inputs, settings, signal }: Context,
  format: PromptFormat,
  problems: readonly Problem[],
): Promise<Prompting> {
  const path = inputs['examples']?.[0]
  if (path !== undefined) {
    const count = settings.numExamples ?? DEFAULT_EXAMPLES
    const arePrograms = settings.completionsAre === 'programs'
    const check = (rows: readonly TrainingRow[]) => requireRunning(rows, signal)
    return withExamples(path, count, { format, problems, ...(arePrograms && { check }) })
  }
  if (settings.numExamples !== undefined)
    throw new ConfigError(`numExamples is ${settings.numExamples}, but there are no examples`, {
      hint: `Name a file of training rows, a stage such as curate.gold, or shipped examples (${shippedExamples.join(', ')}) as \`examples\`.`,
    })
  const prompts = problems.map(({ question }) => formatPrompt(format, question))
  return { format, prompts, stop: [], notes: [] }
}

interface Asking {
  format: PromptFormat
  problems: readonly Problem[]
  /** Throws where an example may not be shown. */
  check?: (examples: readonly TrainingRow[]) => Promise<void>
}

async function withExamples(
  path: string,
  count: number,
  { format, problems, check }: Asking,
): Promise<Prompting> {
  const notes: RunEvent[] = []
  const say = (level: 'info' | 'warning', message: string): void =>
    void notes.push({ type: 'note', level, message })
  const rows = await readRowsInput(path, (sentence) => say('info', sentence))
  const usable = rows.filter(isUsable)
  if (usable.length < count)
    throw new DataError(
      `${counted(count, 'example is', 'examples are')} to stand before each question, but there are only ${usable.length}`,
      { hint: 'Set numExamples to a smaller number, or give more examples.' },
    )
  if (usable.length < rows.length)
    say(
      'warning',
      `${counted(rows.length - usable.length, 'example has no completion, or contains {question}, and is', 'examples have no completion, or contain {question}, and are')} left out`,
    )
  const shown = usable.slice(0, count)
  const stop = fewShotStop(format)
  for (const doubt of doubtsOf(shown, format, stop)) say('warning', doubt)
  const common = fewShotFormat(format, shown)
  let fewer = 0
  const used = new Set(shown)
  const prompts = problems.map((problem) => {
    if (!shown.some((row) => isOf(row, problem, format)))
      return formatPrompt(common, problem.question)
    const others = usable.filter((row) => !isOf(row, problem, format)).slice(0, count)
    if (others.length < count) fewer++
    for (const row of others) used.add(row)
    return formatPrompt(fewShotFormat(format, others), problem.question)
  })
  if (fewer > 0)
    say(
      'warning',
      `${fewer} ${fewer === 1 ? 'problem is itself an example, and has' : 'problems are themselves examples, and have'} fewer than ${count} examples: give more`,
    )
  await check?.([...used])
  return { format: common, prompts, stop: [stop], notes }
}

/**
 * A program that fails would be a lesson: one of the four examples of PaD's own prompts ends in an
 * undefined name. @throws DataError that names the example
 */
async function requireRunning(
  examples: readonly TrainingRow[],
  signal: AbortSignal | undefined,
): Promise<void> {
  await using sandbox = openSandbox({ signal })
  for (const [index, { completion, problemId = `example ${index + 1}` }] of examples.entries()) {
    const { error } = await runProgram({ problemId, index, text: completion }, sandbox)
    if (error === null) continue
    const where = error.line === null ? '' : ` (line ${error.line})`
    throw new DataError(
      `the program of example ${index + 1} (${problemId}) fails: ${error.type}: ${error.message}${where}`,
      { hint: 'Correct the example, or leave it out.' },
    )
  }
}

/**
 * An empty completion shows nothing, and `{question}` in an example would be taken for the format's
 * own.
 */
const isUsable = ({ prompt, completion }: TrainingRow): boolean =>
  completion.trim() !== '' && !`${prompt}${completion}`.includes('{question}')

/** A text as long as this stands in two prompts only where they ask the same. */
const TELLING_LENGTH = 20

/** Whether an example would give the problem away, in whatever format it is asked. */
function isOf({ problemId, prompt }: TrainingRow, problem: Problem, format: PromptFormat): boolean {
  const question = problem.question.trim()
  const asked = [problemPrompt(problem.question), formatPrompt(format, problem.question)]
  return (
    problemId === problem.id ||
    asked.includes(prompt) ||
    (question.length >= TELLING_LENGTH && prompt.includes(question))
  )
}

/** What about the examples may spoil the completions. */
function doubtsOf(shown: readonly TrainingRow[], format: PromptFormat, stop: string): string[] {
  const doubts: string[] = []
  // In a chat, programs are shown in the format of programs.
  const isKnown = ({ prompt }: TrainingRow): boolean =>
    promptIn(format, prompt) !== undefined || (format.name === 'chat' && asksForProgram(prompt))
  const strangers = shown.filter((row) => !isKnown(row)).length
  if (strangers > 0)
    doubts.push(
      `the prompts of ${strangers} of ${shown.length} examples do not have the format ${JSON.stringify(format.template)} in which the question is asked. They are used unchanged`,
    )
  if (shown.some(({ completion }) => completion.trimEnd().includes(stop)))
    doubts.push(
      `completions end before ${JSON.stringify(stop)}, but the completion of an example contains it. Give a prompt format with other words before {question}`,
    )
  return doubts
}
