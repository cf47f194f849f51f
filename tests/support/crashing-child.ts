/**
 * Runs the toy recipe and kills itself, with no chance to tidy up, just before the n-th change to
 * the file system that matches a pattern: `node --import tsx crashing-child.ts <runs directory>
 * <trace file> <pattern> <n>`. A change reads `rename from to`.
 */
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'

const [runsDirectory = '', trace = '', pattern = '', count = '0'] = process.argv.slice(2)
const matching = new RegExp(pattern)
let remaining = Number(count)
for (const name of ['open', 'rename', 'rm', 'mkdir', 'link'] as const) {
  const original = fs[name] as (...values: unknown[]) => unknown
  Object.assign(fs, {
    [name]: (...values: unknown[]) => {
      const change = [name, ...values.filter((value) => typeof value === 'string')].join(' ')
      if (matching.test(change) && --remaining === 0) process.kill(process.pid, 'SIGKILL')
      return original(...values)
    },
  })
}
syncBuiltinESMExports()

const { drain } = await import('../../src/core/index.ts')
const { parseRecipe, runRecipe } = await import('../../src/recipe/index.ts')
const { toyRecipe, toyStages } = await import('./toy-stages.ts')
const recipe = parseRecipe(toyRecipe, 'toy.yaml', {
  stages: toyStages,
  overrides: [`noisy.trace=${trace}`, 'data.count=2'],
})
await drain(runRecipe(recipe, { runsDirectory }, toyStages))
