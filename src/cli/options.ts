/** Readers of option values: what is wrong is said before any work begins. */
import { readFileSync } from 'node:fs'
import { InvalidArgumentError, Option, type Command } from 'commander'
import { ConfigError } from '../core/index.ts'
import { executionProviders } from '../engine/index.ts'
import { shippedExamples } from '../recipe/index.ts'
import { promptFormatHelp } from '../sample/index.ts'
import {
  defaultLimits,
  sandboxes,
  type ExecuteOptions,
  type SandboxName,
} from '../execute/index.ts'
import {
  answerKinds,
  evaluationPolicy,
  policies,
  policyNames,
  withConvention,
  type AnswerKind,
  type Policy,
  type PolicyName,
  type ProgramOptions,
  type TaskOptions,
} from '../verify/index.ts'

/** Returns a reader of whole numbers of at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() === '' || !Number.isInteger(value) || value < least)
      throw new InvalidArgumentError(`Expected a whole number of ${least} or more.`)
    return value
  }
}

/** Returns a reader of numbers between `least` and `most`. */
export function numberBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() === '' || !(value >= least && value <= most))
      throw new InvalidArgumentError(`Expected a number from ${least} to ${most}.`)
    return value
  }
}

/** Reads `3`, or a range such as `2-4`, of reasoning steps. */
export function stepRange(text: string): { min: number; max: number } {
  const [, min, max = min] = /^([1-8])(?:-([1-8]))?$/.exec(text) ?? []
  if (min === undefined || Number(min) > Number(max))
    throw new InvalidArgumentError('Expected steps from 1 to 8, such as 3 or 2-4.')
  return { min: Number(min), max: Number(max) }
}

/** The option of commands that run a model themselves; stages take it as a setting. */
export const executionProviderOption = (): Option =>
  new Option('--execution-provider <name>', 'the hardware that computes')
    .choices([...executionProviders])
    .default('cpu')

/** Collects a repeatable option. */
export const repeated = (value: string, before: string[] = []): string[] => [...before, value]

/** What files of problems and completions may be; docs/data.md says it whole. */
export const problemsHelp =
  'problems: {id, question, answer}, or rows of a public shape (GSM8K, MATH, MMLU, …), as JSON Lines, JSON, CSV or Parquet, plain or gzip'
export const completionsHelp = 'completions: {problemId, index, text}; - for standard input'

/** Help for `--json` of commands that write nothing but records. */
export const jsonLinesAnyway = 'changes nothing: the output is JSON Lines in any case'

/** The options of commands that compare answers. */
export interface PolicyOptions {
  policy: PolicyName
  convention: string[]
}

/** The options of commands that find answers in texts and compare them. */
export interface AnswerOptions extends PolicyOptions {
  expects: AnswerKind
}

export const expectsOption = (): Option =>
  new Option('--expects <kind>', 'the kind of the answers')
    .choices([...answerKinds])
    .default('auto')

export const policyOption = (): Option =>
  new Option(
    '--policy <name>',
    'conventions for when two answers are the same: evaluation (lenient) or reward (strict)',
  )
    .choices(policyNames)
    .default('evaluation')

export const conventionOption = (): Option =>
  new Option(
    '--convention <name=value>',
    'change one convention of the policy, such as repeatedHashes=first; docs/answers.md lists all (repeatable)',
  )
    .argParser(convention)
    .default([], 'none')

function convention(text: string, before: string[]): string[] {
  changed(evaluationPolicy, text)
  return repeated(text, before)
}

function changed(policy: Policy, text: string): Policy {
  const result = withConvention(policy, text)
  if ('fault' in result) throw new InvalidArgumentError(result.fault)
  return result
}

/** Returns the policy that is named, with the conventions that are given. */
export const policyOf = ({ policy, convention: texts }: PolicyOptions): Policy =>
  texts.reduce(changed, policies[policy] as Policy)

/** Returns how answers are found and compared. */
export const taskOf = (options: AnswerOptions): TaskOptions => ({
  expects: options.expects,
  policy: policyOf(options),
})

/** Solved examples before each question. */
export interface ExamplesOptions {
  examples?: string
  numExamples?: number
}

export const examplesOption = (): Option =>
  new Option(
    '--examples <examples>',
    `solved examples that stand before each question: a file of training rows {prompt, completion}, or shipped ones: ${shippedExamples.join(', ')}`,
  )

export const numExamplesOption = (): Option =>
  new Option(
    '--num-examples <n>',
    'number of examples before each question: the first ones of the file (default: 4)',
  ).argParser(wholeNumber(1))

/** The options of commands that run programs. */
export interface SandboxOptions {
  sandbox: SandboxName
  timeoutMs: number
  memoryMb: number
  workers?: number
  /** Whether programs may give their answers as notebooks show them. */
  notebook: boolean
  prelude?: string
  epilogue?: string
}

export const sandboxOptions = (): Option[] => [
  new Option(
    '--sandbox <name>',
    'what runs the programs; `reckoner doctor` says which sandboxes work on this machine',
  )
    .choices(Object.keys(sandboxes))
    .default('default'),
  new Option('--timeout-ms <n>', 'time limit of a program, in milliseconds')
    .argParser(wholeNumber(1))
    .default(defaultLimits.timeoutMs),
  new Option('--memory-mb <n>', 'memory limit of a program with its interpreter, in MB')
    .argParser(wholeNumber(64))
    .default(defaultLimits.memoryBytes / 2 ** 20),
  new Option('--workers <n>', 'number of processes (default: one per core)').argParser(
    wholeNumber(1),
  ),
  new Option(
    '--notebook',
    'also accept as the answer the last expression, or a variable named "answer" or "result"',
  ).default(true),
  new Option('--no-notebook', 'accept only solution(), ans and printed text as the answer'),
  new Option(
    '--prelude <source>',
    'Python source to run before each program, or the path of such a file, which ends in .py',
  ).argParser(pythonSource),
  new Option(
    '--epilogue <source>',
    'the same after each program, to make its answer: "ans = solver()", for example',
  ).argParser(pythonSource),
]

/** Reads source that is given as itself or as the path of a file. */
function pythonSource(given: string): string {
  if (!/^[^\n]+\.py$/.test(given)) return given
  try {
    return readFileSync(given, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new InvalidArgumentError(`The file cannot be read: ${reason}.`)
  }
}

/** How the answers of programs are made and read, in the words of the library. */
export const answersOf = ({
  notebook,
  prelude,
  epilogue,
}: SandboxOptions): Pick<ProgramOptions, 'isNotebook' | 'prelude' | 'epilogue'> => ({
  isNotebook: notebook,
  prelude,
  epilogue,
})

/** Options that say how programs are run, by the name of their value. */
const ofPrograms = {
  sandbox: '--sandbox',
  timeoutMs: '--timeout-ms',
  memoryMb: '--memory-mb',
  workers: '--workers',
  notebook: '--notebook',
  prelude: '--prelude',
  epilogue: '--epilogue',
} as const

/** @throws ConfigError when completions are texts, and an option says how programs are run */
export function requirePrograms(isPrograms: boolean, command: Command): void {
  for (const [name, flag] of Object.entries(ofPrograms)) {
    if (isPrograms || command.getOptionValueSource(name) !== 'cli') continue
    const given = command.getOptionValue(name) === false ? flag.replace('--', '--no-') : flag
    throw new ConfigError(`${given} needs --programs: without it, completions are texts`)
  }
}

export function executeOptions({
  sandbox,
  timeoutMs,
  memoryMb,
  workers,
}: SandboxOptions): ExecuteOptions {
  return {
    sandbox,
    limits: { timeoutMs, memoryBytes: memoryMb * 2 ** 20 },
    ...(workers !== undefined && { workers }),
  }
}

/** The option of commands that may ask a server, which is paid for; `when` begins its help. */
export const budgetOption = (when = ''): Option =>
  new Option(
    '--budget <dollars>',
    `${when}stop before a server has been paid more than this, with what earlier attempts have cost; the prices stand in the file that names the model (docs/servers.md)`,
  ).argParser(numberBetween(0, 1e9))

/** The option of the same commands with which nothing is asked. */
export const planOption = (when = ''): Option =>
  new Option(
    '--plan',
    `${when}print only what servers would be asked: requests, tokens and estimated cost`,
  )

/** `--prompt-format`: how a question becomes the text the model is given. */
export function promptFormatOption(): Option {
  return new Option('--prompt-format <format>', promptFormatHelp)
}
