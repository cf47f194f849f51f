import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { toyRecipe, toyStages } from '../../tests/support/toy-stages.ts'
import { parseRecipe } from './load.ts'
import { inputPlaces, planRecipe, type Plan } from './plan.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-plan-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const plan = (text: string, ...overrides: string[]): Promise<Plan> =>
  planRecipe(
    parseRecipe(text, join(directory, 'toy.yaml'), { stages: toyStages, overrides }),
    toyStages,
  )
const keysOf = (planned: Plan): Record<string, string> =>
  Object.fromEntries(planned.stages.map(({ id, key }) => [id, key]))

describe('a plan', () => {
  it('has one stage a seed where the kind asks for it, and gathers the seeds in order', async () => {
    const { stages } = await plan(toyRecipe)
    expect(stages.map(({ id }) => id)).toEqual(['data', 'noisy@1', 'noisy@2', 'total'])
    const [data, first, second, total] = stages
    expect(first!.identity).toMatchObject({
      stage: 'toy.noise',
      version: 1,
      seed: 1,
      inputs: { from: [data!.key] },
    })
    expect(total!.identity.inputs).toEqual({ parts: [first!.key, second!.key] })
    expect(total!.identity.seed).toBe(0)
  })

  it('gives a stage for each seed the input of its own seed', async () => {
    const { stages } = await plan(
      `${toyRecipe}  - { id: again, stage: toy.noise, scale: 1, from: noisy/noisy/numbers.txt }\n`,
    )
    const again = stages.filter(({ id }) => id.startsWith('again'))
    expect(again.map(({ identity }) => identity.inputs.from)).toEqual(
      ['noisy@1', 'noisy@2'].map((id) => [
        `${stages.find((stage) => stage.id === id)!.key}/noisy/numbers.txt`,
      ]),
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
    expect(Object.keys(before).filter((id) => before[id] === moreSeeds[id])).toEqual([
      'data',
      'noisy@1',
      'noisy@2',
    ])
  })

  it('does not depend on the order of keys, on comments, or on defaults spelled out', async () => {
    const rewritten = toyRecipe
      .replace('    count: 4\n', '')
      .replace(
        '    from: data\n    scale: 0.5',
        '    scale: 0.5 # half\n    pauseMs: 0\n    from: data',
      )
    const [a, b] = [await plan(toyRecipe), await plan(rewritten)]
    expect(keysOf(b)).toEqual(keysOf(a))
    expect(b.runName).toBe(a.runName)
  })

  it('knows files by their content, relative to the recipe', async () => {
    const text = toyRecipe.replace('from: data', 'from: mine.jsonl')
    writeFileSync(join(directory, 'mine.jsonl'), '1\n')
    const before = await plan(text)
    expect(before.stages[1]!.inputs.from).toEqual([{ path: join(directory, 'mine.jsonl') }])
    expect(before.resolved).toMatchObject({
      stages: [{}, { from: join(directory, 'mine.jsonl') }, {}],
    })
    writeFileSync(join(directory, 'mine.jsonl'), '2\n')
    const after = await plan(text)
    expect(keysOf(after)['noisy@1']).not.toBe(keysOf(before)['noisy@1'])
    expect(after.runName).toBe(before.runName)
  })

  it.each([
    [
      'a circle',
      toyRecipe.replace('from: data', 'from: again') +
        '  - { id: again, stage: toy.noise, scale: 1, from: noisy }\n',
      /:8:5: stages refer to each other in a circle: noisy → again → noisy$/,
    ],
    [
      'a stage that refers to itself',
      toyRecipe.replace('from: data', 'from: noisy'),
      /noisy → noisy$/,
    ],
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
    [
      'an address without http://',
      toyRecipe.replace('from: data', 'from: data\n    model: 127.0.0.1:8000/v1#x'),
      /noisy\.model: the address of a server begins with http:.*as in http:\/\/127\.0\.0\.1:8000\/v1#x$/,
    ],
    [
      'a missing file of a served model',
      toyRecipe.replace('from: data', 'from: data\n    model: teacher.yaml'),
      /noisy\.model: there is no file .*teacher\.yaml$/,
    ],
  ])('refuses %s', async (_, text, message) => {
    await expect(plan(text)).rejects.toThrow(message)
  })
})

const sweep = `name: sweep
description: Noise of several sizes.
seeds: [1, 2]
axes: { size: [1, 10], way: [a, b] }
stages:
  - { id: data, stage: toy.numbers, count: 4 }
  - { id: noisy, stage: toy.noise, from: data, scale: { each: size } }
  - { id: again, stage: toy.noise, from: noisy, scale: 3 }
  - { id: total, stage: toy.sum, parts: [again] }
`

describe('axes', () => {
  it('make a stage once for each value, and what depends on it too, place by place', async () => {
    const { stages } = await plan(sweep.replace(', way: [a, b]', ''))
    expect(stages.map(({ id }) => id)).toEqual([
      'data',
      ...['noisy', 'again'].flatMap((id) => [
        `${id}@size=1@1`,
        `${id}@size=1@2`,
        `${id}@size=10@1`,
        `${id}@size=10@2`,
      ]),
      'total',
    ])
    const again = stages.find(({ id }) => id === 'again@size=10@2')!
    expect(again.identity.inputs['from']).toEqual([
      stages.find(({ id }) => id === 'noisy@size=10@2')!.key,
    ])
  })

  it('are taken together by a stage that gathers, which is told where each input stands', async () => {
    const { stages } = await plan(sweep.replace(', way: [a, b]', ''))
    const places = inputPlaces(stages.at(-1)!)['parts']!
    expect(places.map(({ coordinates, seed }) => ({ coordinates, seed }))).toEqual([
      { coordinates: { size: 1 }, seed: 1 },
      { coordinates: { size: 1 }, seed: 2 },
      { coordinates: { size: 10 }, seed: 1 },
      { coordinates: { size: 10 }, seed: 2 },
    ])
    const makers = stages.slice(-5, -1).map(({ key }) => `toy.noise-${key.slice(0, 8)}`)
    expect(places.map(({ maker }) => maker)).toEqual(makers)
    const swapped = await plan(sweep.replace(', way: [a, b]', ''), 'axes.size=[10, 1]')
    expect(swapped.stages.at(-1)!.key).not.toBe(stages.at(-1)!.key)
  })

  it('can be gathered by any stage that takes a list, seed by seed', async () => {
    const { stages } = await plan(
      `${sweep.replace(', way: [a, b]', '')}  - { id: union, stage: toy.sumEach, gather: [size], parts: [noisy] }\n`,
    )
    const union = stages.filter(({ id }) => id.startsWith('union'))
    expect(union.map(({ id, inputs }) => [id, inputs['parts']!.length])).toEqual([
      ['union@1', 2],
      ['union@2', 2],
    ])
    const places = inputPlaces(union[0]!)['parts']!
    expect(places.map(({ coordinates }) => coordinates)).toEqual([{ size: 1 }, { size: 10 }])
    expect(places.filter((place) => 'seed' in place)).toEqual([])
  })

  it('of paths from a --set are relative to the working directory, as any --set is', async () => {
    writeFileSync(join(directory, 'a.jsonl'), '1\n')
    const text = `${toyRecipe.replace('stages:', 'axes: { file: [./a.jsonl] }\nstages:').replace('from: data', 'from: { each: file }')}`
    const pathOf = ({ stages }: Plan): unknown =>
      stages.find(({ id }) => id.startsWith('noisy'))!.inputs['from']
    expect(pathOf(await plan(text))).toEqual([{ path: join(directory, 'a.jsonl') }])
    expect(pathOf(await plan(text, 'axes.file=[package.json]'))).toEqual([
      { path: join(process.cwd(), 'package.json') },
    ])
  })

  it('leave the keys of what does not depend on them alone', async () => {
    const [one, two] = [
      await plan(sweep.replace(', way: [a, b]', '')),
      await plan(sweep.replace(', way: [a, b]', ''), 'axes.size=[1]'),
    ]
    const before = keysOf(one)
    const kept = two.stages.filter(({ id, key }) => before[id] === key).map(({ id }) => id)
    expect(kept).toEqual([
      'data',
      'noisy@size=1@1',
      'noisy@size=1@2',
      'again@size=1@1',
      'again@size=1@2',
    ])
  })

  it.each([
    [
      'an axis that nothing takes',
      sweep,
      'axes.way: no stage has a field { each: way } (known: size)',
    ],
    [
      'an axis that is not there',
      sweep.replace('each: size', 'each: syze'),
      'noisy.scale: there is no axis "syze"; did you mean "size"?',
    ],
    [
      'a value of the wrong kind',
      sweep.replace('[1, 10]', '[1, x]'),
      'noisy.scale: expected number, got "x"',
    ],
    ['a value twice', sweep.replace('[1, 10]', '[1, 1]'), 'axes.size: expected different values'],
    [
      'values that directories could not be told apart by',
      sweep.replace('[a, b]', '[é, è]'),
      'axes.way: expected values with different directory names; these names keep only the letters A to Z, digits and _ . + - of a value',
    ],
  ])('%s is an error', async (_, text, message) => {
    await expect(async () => plan(text)).rejects.toThrow(message)
  })

  it.each([
    [
      'that no input depends on',
      'parts: [again]',
      'gather: [way]',
      'union.gather: no input depends on the axis "way" (known: size)',
    ],
    [
      'that its own field takes',
      'parts: [again]',
      'gather: [size], share: { each: size }',
      'union.gather: the axis "size" cannot be gathered, because a field of this stage takes its values',
    ],
  ])('gathering an axis %s is an error', async (_, parts, gather, message) => {
    const share = {
      ...toyStages['toy.sumEach'],
      settings: z.strictObject({ share: z.number().optional(), way: z.string().optional() }),
    }
    const text = `${sweep}  - { id: ways, stage: toy.share, parts: [again], way: { each: way } }
  - { id: union, stage: toy.share, ${parts}, ${gather} }
`
    const registry = { ...toyStages, 'toy.share': share }
    const recipe = parseRecipe(text, join(directory, 'toy.yaml'), { stages: registry })
    await expect(planRecipe(recipe, registry)).rejects.toThrow(message)
  })

  it('several inputs for a stage that takes one are an error', async () => {
    const text = `${sweep.replace(', way: [a, b]', '')}  - { id: one, stage: toy.noise, gather: [size], from: noisy, scale: 1 }\n`
    await expect(plan(text)).rejects.toThrow(
      'one.from takes one input, but "noisy" gives several: one for each size',
    )
  })

  it('inputs of several seeds are too, for a stage that takes one and runs once', async () => {
    const once = { ...toyStages['toy.noise'], perSeed: false as const }
    const registry = { ...toyStages, 'toy.once': once }
    const text = `${toyRecipe}  - { id: one, stage: toy.once, from: noisy, scale: 1 }\n`
    const recipe = parseRecipe(text, join(directory, 'toy.yaml'), { stages: registry })
    await expect(planRecipe(recipe, registry)).rejects.toThrow(
      /:15:\d+: one.from takes one input, but "noisy" gives several: one for each seed$/,
    )
    await expect(planRecipe({ ...recipe, seeds: [1] }, registry)).resolves.toMatchObject({
      stages: { length: 4 },
    })
  })
})

const rounds = `name: rounds
description: Noise upon noise.
seeds: [1, 2]
axes: { round: [1, 2, 3] }
stages:
  - { id: data, stage: toy.numbers, count: 4 }
  - { id: start, stage: toy.noise, from: data, scale: 1 }
  - id: noisy
    stage: toy.noise
    from: { previous: again/noisy/numbers.txt, along: round, first: start/noisy/numbers.txt }
    scale: 1
  - { id: again, stage: toy.noise, from: noisy/noisy/numbers.txt, scale: 2 }
  - { id: total, stage: toy.sum, parts: [again] }
`

describe('rounds', () => {
  it('take what the round before has made, and the first one what was there before', async () => {
    const { stages } = await plan(rounds)
    const keyOf = (id: string): string => stages.find((stage) => stage.id === id)!.key
    const takenBy = (id: string): string[] =>
      stages.find((stage) => stage.id === id)!.identity.inputs['from']!
    expect(takenBy('noisy@round=1@2')).toEqual([`${keyOf('start@2')}/noisy/numbers.txt`])
    expect(takenBy('noisy@round=2@2')).toEqual([`${keyOf('again@round=1@2')}/noisy/numbers.txt`])
    expect(takenBy('noisy@round=3@1')).toEqual([`${keyOf('again@round=2@1')}/noisy/numbers.txt`])
    expect(inputPlaces(stages.at(-1)!)['parts']).toHaveLength(6)
  })

  it('are planned after what they take', async () => {
    const { stages } = await plan(rounds)
    for (const [at, { inputs }] of stages.entries())
      for (const input of Object.values(inputs).flat())
        if ('from' in input) expect(stages.indexOf(input.from)).toBeLessThan(at)
    expect(stages.map(({ id }) => id).filter((id) => id.endsWith('@1'))).toEqual([
      'start@1',
      ...[1, 2, 3].flatMap((round) => [`noisy@round=${round}@1`, `again@round=${round}@1`]),
    ])
  })

  it('keep what they have made when more are asked for', async () => {
    const before = keysOf(await plan(rounds, 'axes.round=[1, 2]'))
    const after = keysOf(await plan(rounds))
    expect(Object.keys(before).filter((id) => before[id] !== after[id])).toEqual(['total'])
  })

  it('inherit the other axes of what they take', async () => {
    const text = rounds
      .replace('round: [1, 2, 3]', 'round: [1, 2], size: [1, 9]')
      .replace('scale: 2', 'scale: { each: size }')
    const { stages } = await plan(text)
    const second = stages.find(({ id }) => id === 'noisy@round=2@size=9@1')!
    expect(second.inputs['from']).toMatchObject([{ from: { id: 'again@round=1@size=9@1' } }])
  })

  it('are written into the recipe that a run leaves, which plans the same', async () => {
    const planned = await plan(rounds)
    expect(planned.resolved).toMatchObject({
      stages: [{}, {}, { from: { previous: 'again/noisy/numbers.txt', along: 'round' } }, {}, {}],
    })
    const again = await plan(JSON.stringify(planned.resolved))
    expect([again.runName, keysOf(again)]).toEqual([planned.runName, keysOf(planned)])
  })

  it.each([
    [
      'of a stage that is not there',
      rounds.replace('previous: again', 'previous: agan'),
      'noisy.from: there is no stage "agan/noisy/numbers.txt"',
    ],
    [
      'along an axis that is not there',
      rounds.replace('along: round', 'along: rund'),
      'noisy.from: there is no axis "rund"; did you mean "round"?',
    ],
    [
      'of a stage that is the same in every round',
      rounds.replace('previous: again', 'previous: start'),
      '"start/noisy/numbers.txt" does not depend on the axis "round"',
    ],
    [
      'without a beginning',
      rounds.replace(', first: start/noisy/numbers.txt', ''),
      'noisy.from: expected a stage id, a path or a name, got {',
    ],
    [
      'that take what is made of themselves',
      `${rounds}  - { id: all, stage: toy.sumEach, gather: [round], parts: [noisy] }
`.replace('first: start/noisy/numbers.txt', 'first: all/sums.json'),
      'stages refer to each other in a circle: noisy → all → noisy',
    ],
  ])('%s are an error', async (_, text, message) => {
    await expect(async () => plan(text)).rejects.toThrow(message)
  })

  it('can be taken from the last one, by a stage that is made once for all', async () => {
    const text = `${rounds}  - { id: end, stage: toy.noise, scale: 1, from: { last: again/noisy/numbers.txt, along: round } }
  - { id: after, stage: toy.noise, scale: 1, from: end/noisy/numbers.txt }
`
    const { stages, resolved } = await plan(text)
    expect(stages.filter(({ id }) => /^(?:end|after)/.test(id)).map(({ id }) => id)).toEqual(
      'end@1 end@2 after@1 after@2'.split(' '),
    )
    const [end] = stages.filter(({ id }) => id === 'end@2')
    expect(end!.inputs['from']).toMatchObject([{ from: { id: 'again@round=3@2' } }])
    expect(keysOf(await plan(JSON.stringify(resolved)))).toEqual(keysOf(await plan(text)))
    await expect(plan(text.replace('last: again', 'last: start'))).rejects.toThrow(
      /end\.from: "start.*" does not depend on the axis "round"/,
    )
  })
})
