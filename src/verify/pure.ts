/**
 * The checker of texts: all of this layer that runs no program. It runs wherever JavaScript runs,
 * and is all of the package `reckoner-verify` (`packages/verify/`).
 */
export {
  AppError,
  ConfigError,
  DataError,
  type Completion,
  type Problem,
  type Verdict,
} from '../core/pure.ts'
export { readingFault, type Answer, type Unit } from './answer.ts'
export { answerClasses } from './answer-classes.ts'
export { evaluateArithmetic, type ArithmeticResult } from './arithmetic.ts'
export { canonicalAnswer } from './canonical.ts'
export {
  compareAnswers,
  compileAnswer,
  type Comparison,
  type CompiledAnswer,
} from './compare/compare-answers.ts'
export {
  checkEquation,
  checkEquations,
  equationListKey,
  findEquations,
  type EquationCheck,
} from './equations.ts'
export { equationsHold } from './equations-hold.ts'
export type { Expression } from './expression/expression.ts'
export type { Outcome } from './expression/identity.ts'
export { extractAnswer, extractMarkedAnswer, type ExtractionOptions } from './extract/extract.ts'
export { extractProgram } from './extract/program.ts'
export {
  answerKinds,
  explicitMarks,
  type AnswerKind,
  type Extraction,
  type Mark,
} from './extract/mark.ts'
export { withGold, type GradableProblem } from './gold.ts'
export {
  evaluationPolicy,
  policies,
  policyNames,
  rewardPolicy,
  withConvention,
  type Policy,
  type PolicyName,
} from './policy.ts'
export { choicesIn, taskOfProblem } from './problem-choices.ts'
export { taskOptions, type TaskOptions } from './task-options.ts'
export { textEquations } from './text-equations.ts'
export { readAnswer, verifyCompletion, type ReadAnswer } from './verify.ts'
