/** Recipes: load, plan and run pipelines of stages. */
export { loadRecipe, parseRecipe, type InputReference, type LoadOptions, type Recipe, type RecipeStage } from './load.ts'
export { planRecipe, type Plan, type PlannedInput, type PlannedStage } from './plan.ts'
export { runRecipe, type RunOptions, type RunResult } from './run.ts'
export { modelPath, packageRoot, recipePath, shippedModels, shippedRecipes } from './shipped.ts'
export { defineStage, type StageContext, type StageDefinition, type StageInput, type StageRegistry } from './stage.ts'
export { stages } from './stages/index.ts'
