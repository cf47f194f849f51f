/** Programs derived from worked solutions by rule. */
export {
  derivationCounter,
  derivePrograms,
  describeDerivation,
  type Derivation,
  type DerivationOptions,
  type DerivationReport,
} from './derive-programs.ts'
export {
  programOfSolution,
  type DerivedProgram,
  type NoProgram,
  type ProgramStyle,
} from './program-of-solution.ts'
