/**
 * Runs the toy recipe, slowly, as a command does: `node --import tsx interrupted-child.ts <runs
 * directory>`.
 */
import { drive } from '../../src/cli/drive.ts'
import { AppError } from '../../src/core/index.ts'
import { parseRecipe, runRecipe } from '../../src/recipe/index.ts'
import { toyRecipe, toyStages } from './toy-stages.ts'

const [runsDirectory = ''] = process.argv.slice(2)
const recipe = parseRecipe(toyRecipe, 'toy.yaml', {
  stages: toyStages,
  overrides: ['data.count=100', 'noisy.pauseMs=100'],
})
try {
  await drive((signal) => runRecipe(recipe, { runsDirectory, signal }, toyStages), { json: true })
} catch (error) {
  process.exitCode = error instanceof AppError ? error.exitCode : 1
}
