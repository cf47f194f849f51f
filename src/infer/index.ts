/** Test-time strategies: from a problem and tools to one answer. */
export { drawFrom, type DrawOptions } from './draw-from.ts'
export { withAnswers, type Answered } from './answered.ts'
export {
  finalAttempt,
  repairRounds,
  type Attempt,
  type Failed,
  type RepairTools,
} from './repair-rounds.ts'
export { decide } from './adaptive-vote.ts'
export { majority } from './majority-vote.ts'
export { requireScores, type AnsweredProblem } from './require-scores.ts'
export { scoreWith, type ScoresCandidates } from './score-with.ts'
export { selectionRules, type Answers, type ScoreAt, type SelectionRule } from './selection.ts'
export { isFatal, partialPrograms, type ProgramFault, type RunPartial } from './partial-program.ts'
export { searchFrom } from './search-from.ts'
export { describeBeam } from './step-beam.ts'
export { isStep, stepJudge, type JudgeTools } from './step-judge.ts'
export {
  equationsJudgement,
  evaluatorJudgement,
  lengthJudgement,
  likelihoodJudgement,
  ownJudgement,
  placeJudgement,
  randomJudgement,
  rewardJudgement,
  type AskJudge,
  type ScorerTexts,
} from './step-judgements.ts'
export {
  sayRationales,
  documentOf,
  withRationale,
  type OpenModel,
  type RationaleModel,
  type StepAgent,
} from './step-agent.ts'
export {
  describeSteps,
  stepFields,
  stepNeeds,
  stepSettingsOf,
  type StepSettings,
} from './step-options.ts'
export { stepTools } from './step-tools.ts'
export {
  stepRounds,
  type SaidRationale,
  type StepCandidate,
  type StepJudgement,
  type StepTools,
  type Trajectory,
} from './step-rounds.ts'
export {
  alignmentScorer,
  evaluatorScorer,
  sentencesOf,
  type Step,
  type StepScorer,
} from './step-scorer.ts'
export {
  beamFields,
  defaultOptions,
  describeChoice,
  parseSelectionOptions,
  selectionFields,
  selectionOptionNames,
  unreadOption,
  type BeamOptions,
  type SelectionOptions,
  type StepScorerName,
} from './strategy-options.ts'
export {
  readSolver,
  solverEvaluator,
  solverFile,
  type Solver,
  type SolverRecord,
} from './solver.ts'
export {
  describeOptions,
  describeStrategies,
  namedStrategy,
  strategies,
  strategiesWith,
  type StrategyName,
} from './strategies.ts'
export type { Draw, StepSource, Strategy, StrategyOptions, Tools } from './strategy.ts'
