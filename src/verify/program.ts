/** The verdict on a completion that is a program: its answer is what it computes. */
import type { Completion, Verdict } from '../core/index.ts'
import type { Sandbox } from '../execute/index.ts'
import { compileAnswer } from './compare/compare-answers.ts'
import { extractProgram } from './extract/program.ts'
import type { GradableProblem } from './gold.ts'
import type { TaskOptions } from './task-options.ts'
import { verdictOn, type ReadAnswer } from './verify.ts'

/**
 * Runs the completion's program and grades its value as Python prints it. A program that fails, hangs or gives no value is `unparseable`,
 * with what went wrong as the reason. Source: PaD (2305.13888), where a program counts that runs and prints the gold number; deviation: it
 * rounds what was printed to a whole number before comparing, here the policy decides what counts as the same. Never throws for what a
 * program does. @throws AppError when the sandbox itself fails
 */
export async function verifyProgram(
  completion: Pick<Completion, 'problemId' | 'index' | 'text' | 'modelId' | 'seed'>,
  problem: GradableProblem,
  sandbox: Pick<Sandbox, 'run'>,
  options: TaskOptions = {},
): Promise<Verdict> {
  return verdictOn(completion, problem, await computeAnswer(completion, sandbox), options)
}

/** Returns what the completion's program computes, or why that is nothing. */
async function computeAnswer(
  { problemId, index, text }: Pick<Completion, 'problemId' | 'index' | 'text'>,
  sandbox: Pick<Sandbox, 'run'>,
): Promise<ReadAnswer> {
  const code = extractProgram(text)
  if (code === null) return { answer: null, reason: 'there is no program in it' }
  const outcome = await sandbox.run({ id: `${problemId}#${index}`, code })
  if (outcome.status === 'ok') return { answer: compileAnswer(outcome.text ?? ''), reason: `program's ${outcome.source}` }
  const { type, message, line } = outcome.error!
  return { answer: null, reason: `program: ${type}${message ? `: ${message}` : ''}${line === null ? '' : ` (line ${line})`}` }
}
