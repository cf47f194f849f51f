/**
 * The one definition of correct: extract, parse, compare; and the check of every annotated
 * equation. `pure.ts` has it for texts; here programs are run as well.
 */
export { gradeCompletions, gradeOne, type GradingOptions } from './grade.ts'
export {
  runProgram,
  verifyCode,
  verifyProgram,
  type ProgramOptions,
  type ProgramRun,
} from './program.ts'
export * from './pure.ts'
