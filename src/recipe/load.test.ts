import { describe, expect, it } from 'vitest'
import { toyRecipe, toyStages } from '../../tests/support/toy-stages.ts'
import { ConfigError } from '../core/index.ts'
import { loadRecipe, parseRecipe } from './load.ts'

const parse = (text: string, ...overrides: string[]) =>
  parseRecipe(text, 'toy.yaml', { stages: toyStages, overrides })

function faultOf(text: string, ...overrides: string[]): string {
  try {
    parse(text, ...overrides)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as ConfigError).message
  }
  throw new Error('no fault was found')
}

describe('defaults', () => {
  const withDefaults = toyRecipe.replace(
    'stages:',
    'defaults: { toy.noise: { scale: 0.25, pauseMs: 1 } }\nstages:',
  )

  it('fill what a stage of their kind does not write, and no more', () => {
    const [data, noisy] = parse(withDefaults).stages.map(({ variants: [only] }) => only!.settings)
    expect([data, noisy]).toEqual([{ count: 4 }, { scale: 0.5, pauseMs: 1, shape: { offset: 0 } }])
    const [, other] = parse(withDefaults.replace('    scale: 0.5\n', '')).stages
    expect(other!.variants[0]!.settings).toMatchObject({ scale: 0.25 })
  })

  it('are overridden by kind and field, and named where they are wrong', () => {
    const [, noisy] = parse(withDefaults, 'defaults.toy.noise.pauseMs=2').stages
    expect(noisy!.variants[0]!.settings).toMatchObject({ pauseMs: 2 })
    expect(faultOf(withDefaults, 'defaults.toy.noise.pauseMs=x')).toBe(
      '--set defaults.toy.noise.pauseMs=x: defaults.toy.noise.pauseMs: expected number, got "x"',
    )
    expect(faultOf(withDefaults.replace('pauseMs: 1', 'pause: 1'))).toBe(
      'toy.yaml:4:39: noisy: unknown key "pause"; did you mean "pauseMs"?',
    )
    expect(faultOf(toyRecipe.replace('stages:', 'defaults: { toy.nose: {} }\nstages:'))).toBe(
      'toy.yaml:4:13: defaults: no stage of the recipe is of the kind "toy.nose"',
    )
  })
})

describe('the model of the head', () => {
  const recipe = (stage: string, head = 'model: &model models/own') =>
    `name: m\ndescription: m\nseeds: [1]\n${head}\nstages:\n  - { id: a, label: a, problems: p, numGenerations: 1, ${stage} }\n`
  const modelOf = (text: string, ...overrides: string[]) =>
    parseRecipe(text, 'dir/m.yaml', { overrides }).stages[0]!.variants[0]!.inputs['model']

  it('is that of stages that name none', () => {
    const own = [{ text: 'models/own', directory: 'dir' }]
    expect(modelOf(recipe('stage: sample'))).toEqual(own)
    expect(modelOf(recipe('stage: sample, model: other'))).toEqual([
      { text: 'other', directory: 'dir' },
    ])
    const defaults = 'model: x\ndefaults: { sample: { model: of-kind } }'
    expect(modelOf(recipe('stage: sample', defaults))![0]!.text).toBe('of-kind')
  })

  it('is not that of stages that need none', () => {
    const optional = `name: m\ndescription: m\nseeds: [1]\nmodel: x\nstages: [{ id: a, stage: curate.rationales, documents: d, annotated: e }]`
    expect(modelOf(optional)).toBeUndefined()
  })

  it('is overridden in one place, with all that repeats it', () => {
    const given = [{ text: 'mine.yaml', directory: process.cwd() }]
    expect(modelOf(recipe('stage: sample'), 'model=mine.yaml')).toEqual(given)
    expect(modelOf(recipe('stage: sample, model: *model'), 'model=mine.yaml')).toEqual(given)
  })
})

describe('a recipe', () => {
  it('has its inputs told from its settings, and its defaults in place', () => {
    const recipe = parse(toyRecipe)
    expect(recipe.seeds).toEqual([1, 2])
    expect(
      recipe.stages.map(({ id, stage, variants: [only] }) => ({
        id,
        stage,
        inputs: only!.inputs,
        settings: only!.settings,
      })),
    ).toEqual([
      { id: 'data', stage: 'toy.numbers', inputs: {}, settings: { count: 4 } },
      {
        id: 'noisy',
        stage: 'toy.noise',
        inputs: { from: [{ text: 'data', directory: '.' }] },
        settings: { scale: 0.5, pauseMs: 0, shape: { offset: 0 } },
      },
      {
        id: 'total',
        stage: 'toy.sum',
        inputs: { parts: [{ text: 'noisy', directory: '.' }] },
        settings: {},
      },
    ])
  })

  it.each([
    [
      'an unknown key',
      toyRecipe.replace('scale:', 'scael:'),
      'toy.yaml:11:5: noisy: unknown key "scael"; did you mean "scale"?',
    ],
    [
      'a missing setting',
      toyRecipe.replace('    scale: 0.5\n', ''),
      'toy.yaml:8:5: noisy.scale: is missing: expected number',
    ],
    [
      'a wrong type',
      toyRecipe.replace('0.5', 'much'),
      'toy.yaml:11:5: noisy.scale: expected number, got "much"',
    ],
    [
      'a value out of range',
      toyRecipe.replace('count: 4', 'count: 0'),
      'toy.yaml:7:5: data.count: too small: expected number to be >=1, got 0',
    ],
    [
      'an input misspelt',
      toyRecipe.replace('from:', 'form:'),
      'toy.yaml:10:5: noisy: unknown key "form"; did you mean "from"?',
    ],
    [
      'an input of the wrong shape',
      toyRecipe.replace('from: data', 'from: [data]'),
      'toy.yaml:10:5: noisy.from: expected a stage id, a path or a name, got ["data"]',
    ],
    [
      'an unknown kind',
      toyRecipe.replace('toy.sum', 'toy.summ'),
      'toy.yaml:13:5: total.stage: there is no stage "toy.summ"; did you mean "toy.sum"?',
    ],
    [
      'an id used twice',
      toyRecipe.replace('id: total', 'id: data'),
      'toy.yaml:12:5: the id "data" is taken by an earlier stage',
    ],
    [
      'an unknown header key',
      toyRecipe.replace('seeds:', 'seed:'),
      'toy.yaml:3:1: unknown key "seed"; did you mean "seeds"?',
    ],
    [
      'no seeds',
      toyRecipe.replace('[1, 2]', '[]'),
      'toy.yaml:3:1: seeds: too small: expected array to have >=1 items, got []',
    ],
    [
      'a seed twice',
      toyRecipe.replace('[1, 2]', '[1, 1]'),
      'toy.yaml:3:1: seeds: expected different seeds, got [1,1]',
    ],
    [
      'a nested unknown key',
      `${toyRecipe}`.replace('scale: 0.5', 'scale: 0.5\n    shape: { ofset: 1 }'),
      'toy.yaml:12:14: noisy.shape: unknown key "ofset"; did you mean "offset"?',
    ],
    [
      'bad YAML',
      'name: [',
      'toy.yaml:1:8: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['a key written twice', `name: a\n${toyRecipe}`, 'toy.yaml:2:1: Map keys must be unique'],
    ['an empty file', '', 'toy.yaml: expected object, got null'],
  ])('with %s is refused with place and remedy', (_, text, message) => {
    expect(faultOf(text).split('\n')).toContain(message)
  })

  it('reports every fault at once', () => {
    expect(
      faultOf(toyRecipe.replace('scale:', 'scael:').replace('count: 4', 'count: four')).split('\n'),
    ).toHaveLength(3)
  })

  it('that does not exist is refused', async () => {
    await expect(loadRecipe('nowhere.yaml')).rejects.toThrow(
      /cannot read the recipe nowhere.yaml \(ENOENT\)/,
    )
  })
})

describe('--set', () => {
  it('replaces header fields, settings, nested settings and inputs', () => {
    const recipe = parse(
      toyRecipe,
      'seeds=[7]',
      'noisy.scale=2',
      'noisy.shape.offset=1.5',
      'noisy.from=other.jsonl',
      'noisy.scale=3',
    )
    expect(recipe.seeds).toEqual([7])
    expect(recipe.stages[1]!.variants).toMatchObject([
      {
        settings: { scale: 3, shape: { offset: 1.5 } },
        inputs: { from: [{ text: 'other.jsonl', directory: process.cwd() }] },
      },
    ])
  })

  it.each([
    ['noisy.trace= yes', ' yes'],
    ['noisy.trace=a b \n', 'a b \n'],
    ['noisy.trace=" yes"', ' yes'],
    ["noisy.trace= 'no' ", 'no'],
    ['noisy.trace=""', ''],
  ])('%j keeps the spaces of a text', (override, trace) => {
    const [, noisy] = parse(toyRecipe, override).stages
    expect(noisy!.variants[0]!.settings).toMatchObject({ trace })
  })

  it('of an anchored value changes what repeats it, and says so where that is wrong', () => {
    const repeating = toyRecipe
      .replace('count: 4', 'count: &number 4')
      .replace('scale: 0.5', 'scale: *number')
    const [data, noisy] = parse(repeating, 'data.count=8').stages
    expect([data, noisy].map((stage) => stage!.variants[0]!.settings)).toMatchObject([
      { count: 8 },
      { scale: 8 },
    ])
    expect(faultOf(repeating, 'data.count=x')).toContain(
      '--set data.count=x: noisy.scale: expected number, got "x"',
    )
    const [kept, own] = parse(repeating, 'noisy.scale=2').stages
    expect([kept, own].map((stage) => stage!.variants[0]!.settings)).toMatchObject([
      { count: 4 },
      { scale: 2 },
    ])
  })

  it('reads numbers with spaces around them', () => {
    const [, noisy] = parse(toyRecipe, 'noisy.scale= 2 ', 'noisy.shape= {offset: 1} ').stages
    expect(noisy!.variants[0]!.settings).toMatchObject({ scale: 2, shape: { offset: 1 } })
  })

  it.each([
    ['noisy.scael=2', '--set noisy.scael=2: noisy: unknown key "scael"; did you mean "scale"?'],
    ['noisy.scale=x', '--set noisy.scale=x: noisy.scale: expected number, got "x"'],
    [
      'noisey.scale=2',
      '--set noisey.scale=2: "noisey" is no stage of this recipe; did you mean "noisy"?',
    ],
    ['seed=[1]', '--set seed=[1]: "seed" is no stage of this recipe; did you mean "seeds"?'],
    ['noisy=2', '--set noisy=2: name a setting of the stage'],
    ['noisy.scale', '--set noisy.scale: expected key=value, such as sft.epochs=2'],
    ['noisy.scale.x=1', '--set noisy.scale.x=1: scale has no fields'],
    ['noisy.scale=[', '--set noisy.scale=[: the value is not YAML'],
  ])('%s is refused', (override, message) => {
    expect(faultOf(toyRecipe, override)).toBe(message)
  })
})
