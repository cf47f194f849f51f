/** Every recipe that is shipped can be read and planned, and says how it is run. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadRecipe, planRecipe } from '../src/recipe/index.ts'
import { recipePath, shippedRecipes } from '../src/recipe/shipped.ts'

describe.each(shippedRecipes())('the recipe %s', (name) => {
  it('plans', async () => {
    const plan = await planRecipe(await loadRecipe(name))
    // Run directories stand side by side.
    const runsAs = name.replaceAll('/', '-')
    expect(plan.runName).toMatch(new RegExp(`^${runsAs}-[0-9a-f]{8}$`))
    expect(new Set(plan.stages.map(({ id }) => id)).size).toBe(plan.stages.length)
    expect(plan.resolved).toMatchObject({ name: runsAs })
  })

  it('begins with the command that runs it, and every command in its head plans', async () => {
    const [before] = readFileSync(recipePath(name), 'utf8').split(/^name:/m)
    const head = before!.replaceAll(/ \\\n# +/g, ' ')
    const commands = [...head.matchAll(/^# {3}reckoner run (\S+)(.*?)(?: {2,}\(.*\))?$/gm)]
    expect(commands[0]?.[1]).toBe(name)
    for (const [, recipe, rest] of commands) {
      const overrides = [...rest!.matchAll(/--set (?:'([^']*)'|(\S+))/g)].map(
        ([, quoted, plain]) => quoted ?? plain!,
      )
      const loaded = await loadRecipe(recipe!, { overrides })
      // Files and models of the reader's own are not here.
      if (overrides.every((override) => !/jsonl|=my-|model-a/.test(override)))
        await planRecipe(loaded)
    }
  })
})
