/** Recipes: load, plan and run pipelines of stages. */
export {
  describeStage,
  stageKinds,
  type InputDescription,
  type StageDescription,
} from './describe-stage.ts'
export { forecast, type Forecast } from './forecast.ts'
export { followRun, type RunEnd } from './follow-run.ts'
export { loadRecipe, parseRecipe, type LoadOptions, type Recipe } from './load.ts'
export type { InputReference, RecipeStage, StageVariant } from './parse-stage.ts'
export { planRecipe, type Plan } from './plan.ts'
export type { PlannedInput, PlannedStage } from './planned-stage.ts'
export { runRecipe, type RunOptions, type RunResult } from './run.ts'
export { recipeJsonSchema } from './recipe-schema.ts'
export { eventsFile } from './run-log.ts'
export { inRunOrder, seedBySeed } from './seed-by-seed.ts'
export { recipePath, shippedRecipes } from './shipped.ts'
export { examplesPath, shippedExamples } from './shipped-examples.ts'
export {
  defineStage,
  type StageContext,
  type StageDefinition,
  type StageInput,
  type StageRegistry,
} from './stage.ts'
export { promptingOf } from './stages/few-shot.ts'
export { readDrawnFrom } from './stages/files.ts'
export { stages } from './stages/index.ts'
export { StepModels, type StepOpening } from './stages/step-models.ts'
export { openStepTools } from './stages/step-tools.ts'
export { needsScorer, openStepScorer } from './stages/step-scorers.ts'
