/** The one definition of correct: extract, parse, compare; and the check of every annotated equation. */
export { evaluateArithmetic, type ArithmeticResult } from './arithmetic.ts'
export { equalAnswers } from './equal.ts'
export { checkEquation, checkEquations, equationListKey, findEquations, type EquationCheck } from './equations.ts'
export { extractAnswer, extractMarkedAnswer, type ExtractionOptions } from './extract.ts'
export { type AnswerKind, type Extraction, type Mark } from './mark.ts'
export { withGold, type GradableProblem } from './gold.ts'
export { canonicalAnswer, parseAnswer, type AnswerValue } from './parse.ts'
export { readAnswer, verifyCompletion, type ReadAnswer } from './verify.ts'
