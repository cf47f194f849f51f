/** What something is called on screen makes nothing again but what shows it. */
import { expect, it } from 'vitest'
import { loadRecipe } from './load.ts'
import { planRecipe } from './plan.ts'
import { shippedRecipes } from './shipped.ts'

/** The kinds of stage with another key once every label of the recipe is another. */
async function madeAgain(name: string): Promise<string[]> {
  const { stages } = await planRecipe(await loadRecipe(name))
  const labelled = new Set(
    stages.filter(({ label }) => label !== undefined).map(({ id }) => id.split('@')[0]!),
  )
  const overrides = [...labelled].map((id) => `${id}.label=renamed ${id}`)
  const renamed = await planRecipe(await loadRecipe(name, { overrides }))
  const keys = new Set(stages.map(({ key }) => key))
  expect(renamed.stages.map(({ id }) => id)).toEqual(stages.map(({ id }) => id))
  const again = renamed.stages.filter(({ key }) => !keys.has(key))
  return [...new Set(again.map(({ identity }) => identity.stage))].toSorted()
}

it.each(shippedRecipes().filter((name) => !name.startsWith('base-')))(
  '%s: other labels make evaluations and studies again, and nothing else',
  async (name) => {
    const again = await madeAgain(name)
    const shows = (kind: string): boolean => /^(evaluate|study)\b/.test(kind)
    expect(again.filter(shows)).not.toEqual([])
    expect(again.filter((kind) => !shows(kind))).toEqual([])
  },
)
