import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toyRecipe, toyStages } from '../../tests/support/toy-stages.ts'
import { parseRecipe } from './load.ts'
import { planRecipe, type Plan } from './plan.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-plan-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const plan = (text: string, ...overrides: string[]): Promise<Plan> =>
  planRecipe(parseRecipe(text, join(directory, 'toy.yaml'), { stages: toyStages, overrides }), toyStages)
const keysOf = (planned: Plan): Record<string, string> => Object.fromEntries(planned.stages.map(({ id, key }) => [id, key]))

describe('a plan', () => {
  it('has one stage a seed where the kind asks for it, and gathers the seeds in order', async () => {
    const { stages } = await plan(toyRecipe)
    expect(stages.map(({ id }) => id)).toEqual(['data', 'noisy@1', 'noisy@2', 'total'])
    const [data, first, second, total] = stages
    expect(first!.identity).toMatchObject({ stage: 'toy.noise', version: 1, seed: 1, inputs: { from: [data!.key] } })
    expect(total!.identity.inputs).toEqual({ parts: [first!.key, second!.key] })
    expect(total!.identity.seed).toBe(0)
  })

  it('gives a stage for each seed the input of its own seed', async () => {
    const { stages } = await plan(`${toyRecipe}  - { id: again, stage: toy.noise, scale: 1, from: noisy/noisy/numbers.txt }\n`)
    const again = stages.filter(({ id }) => id.startsWith('again'))
    expect(again.map(({ identity }) => identity.inputs.from)).toEqual(
      ['noisy@1', 'noisy@2'].map((id) => [`${stages.find((stage) => stage.id === id)!.key}/noisy/numbers.txt`]),
    )
  })

  it('puts a stage after those it refers to, wherever they are written', async () => {
    const [header, data, noisy, total] = toyRecipe.split(/(?=^ {2}- )/m)
    const { stages } = await plan([header, total, noisy, data].join(''))
    expect(stages.map(({ id }) => id)).toEqual(['data', 'noisy@1', 'noisy@2', 'total'])
  })

  it('changes the keys of a changed stage and of all that depend on it, and no others', async () => {
    const before = keysOf(await plan(toyRecipe))
    const after = keysOf(await plan(toyRecipe, 'noisy.scale=2'))
    const same = Object.keys(before).filter((id) => before[id] === after[id])
    expect(same).toEqual(['data'])
    const moreSeeds = keysOf(await plan(toyRecipe, 'seeds=[1, 2, 3]'))
    expect(Object.keys(before).filter((id) => before[id] === moreSeeds[id])).toEqual(['data', 'noisy@1', 'noisy@2'])
  })

  it('does not depend on the order of keys, on comments, or on defaults spelled out', async () => {
    const rewritten = toyRecipe
      .replace('    count: 4\n', '')
      .replace('    from: data\n    scale: 0.5', '    scale: 0.5 # half\n    pauseMs: 0\n    from: data')
    const [a, b] = [await plan(toyRecipe), await plan(rewritten)]
    expect(keysOf(b)).toEqual(keysOf(a))
    expect(b.runName).toBe(a.runName)
  })

  it('knows files by their content, relative to the recipe', async () => {
    const text = toyRecipe.replace('from: data', 'from: mine.jsonl')
    writeFileSync(join(directory, 'mine.jsonl'), '1\n')
    const before = await plan(text)
    expect(before.stages[1]!.inputs.from).toEqual([{ path: join(directory, 'mine.jsonl') }])
    expect(before.resolved).toMatchObject({ stages: [{}, { from: join(directory, 'mine.jsonl') }, {}] })
    writeFileSync(join(directory, 'mine.jsonl'), '2\n')
    const after = await plan(text)
    expect(keysOf(after)['noisy@1']).not.toBe(keysOf(before)['noisy@1'])
    expect(after.runName).toBe(before.runName)
  })

  it.each([
    [
      'a circle',
      toyRecipe.replace('from: data', 'from: again') + '  - { id: again, stage: toy.noise, scale: 1, from: noisy }\n',
      /:8:5: stages refer to each other in a circle: noisy → again → noisy$/,
    ],
    ['a stage that refers to itself', toyRecipe.replace('from: data', 'from: noisy'), /noisy → noisy$/],
    [
      'an unknown stage',
      toyRecipe.replace('[noisy]', '[noisey]'),
      /:14:5: total\.parts: there is no stage "noisey"; did you mean "noisy"\?$/,
    ],
    [
      'a missing file',
      toyRecipe.replace('from: data', 'from: dta'),
      /:10:5: noisy\.from: "dta" is no stage, and there is no .*dta; did you mean "data"\?$/,
    ],
    [
      'an unknown model',
      toyRecipe.replace('from: data', 'from: data\n    model: bse'),
      /noisy\.model: "bse" is no stage, and there is no/,
    ],
  ])('refuses %s', async (_, text, message) => {
    await expect(plan(text)).rejects.toThrow(message)
  })
})
