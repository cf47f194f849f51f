/** The verdict on a completion that is a program: its answer is what it computes. */
import type { Completion, Verdict } from '../core/index.ts'
import type { Sandbox } from '../execute/index.ts'
import { canonicalAnswer } from './canonical.ts'
import { compareAnswers, compileAnswer } from './compare/compare-answers.ts'
import { extractProgram } from './extract/program.ts'
import type { GradableProblem } from './gold.ts'
import { evaluationPolicy } from './policy.ts'
import type { TaskOptions } from './task-options.ts'

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
  const { problemId, index, modelId, seed } = completion
  const drawn = { ...(modelId !== undefined && { modelId }), ...(seed !== undefined && { seed }) }
  const unparseable = (reason: string): Verdict => ({ problemId, index, verdict: 'unparseable', answer: null, reason, ...drawn })
  const code = extractProgram(completion.text)
  if (code === null) return unparseable('there is no program in it')
  const { status, text, error, source } = await sandbox.run({ id: `${problemId}#${index}`, code })
  if (status !== 'ok') {
    const line = error?.line == null ? '' : ` (line ${error.line})`
    return unparseable(`program: ${error?.type}${error?.message ? `: ${error.message}` : ''}${line}`)
  }
  const answer = compileAnswer(text ?? '')
  const { outcome, reason } = compareAnswers(problem.gold, answer, options.policy ?? evaluationPolicy)
  const verdict = outcome === 'equal' ? 'correct' : outcome === 'different' ? 'incorrect' : 'unparseable'
  return { problemId, index, verdict, answer: canonicalAnswer(answer), reason: `program's ${source}: ${reason}`, ...drawn }
}
