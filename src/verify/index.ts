/**
 * The one definition of correct: extract, parse, compare; and the check of every annotated
 * equation. `pure.ts` has it for texts; here programs are run as well.
 */
export { gradeCompletions, gradeOne, type GradingOptions } from './grade.ts'
export { verifyCode, verifyProgram, type ProgramOptions } from './program.ts'
export * from './pure.ts'
