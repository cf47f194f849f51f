/**
 * The JSON Schemas of the package: up to date, and saying of recipes and events what the code says.
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Ajv, type SchemaObject } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { ConfigError, drain, eventsJsonSchema, runEventSchema } from '../src/core/index.ts'
import {
  loadRecipe,
  parseRecipe,
  planRecipe,
  recipeJsonSchema,
  recipePath,
  runRecipe,
  shippedRecipes,
} from '../src/recipe/index.ts'
import { toyRecipe, toyStages } from './support/toy-stages.ts'

const folder = mkdtempSync(join(tmpdir(), 'reckoner-schemas-'))
afterAll(() => rmSync(folder, { recursive: true }))

const shipped = (name: string): SchemaObject =>
  JSON.parse(
    readFileSync(join(import.meta.dirname, '..', 'schemas', `${name}.json`), 'utf8'),
  ) as SchemaObject

// Strict: an unknown keyword, which would be ignored, is an error.
const options = { allErrors: true, strictTypes: false, validateFormats: false } as const
const isRecipe = new Ajv(options).compile(shipped('recipe'))

/** What is wrong with a recipe, as paths and messages. */
function faultsOf(text: string): string[] {
  isRecipe(parse(text))
  return (isRecipe.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath}: ${message} ${JSON.stringify(params)}`,
  )
}

it('are those of the code; `npm run schemas` writes them', () => {
  expect(shipped('recipe')).toEqual(JSON.parse(JSON.stringify(recipeJsonSchema())))
  expect(shipped('events')).toEqual(JSON.parse(JSON.stringify(eventsJsonSchema())))
})

describe.each(shippedRecipes())('the recipe %s', (name) => {
  const path = recipePath(name)
  const text = readFileSync(path, 'utf8')

  it('names its schema in the first line, and is valid by it', () => {
    const [, named] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)!
    expect(resolve(dirname(path), named!)).toBe(
      resolve(import.meta.dirname, '..', 'schemas', 'recipe.json'),
    )
    expect(faultsOf(text)).toEqual([])
  })

  it('is valid in the form in which a run leaves it', async () => {
    const { resolved } = await planRecipe(await loadRecipe(name))
    expect(faultsOf(stringify(resolved))).toEqual([])
  })
})

/** A small recipe that uses every form. */
const right = `name: forms
description: Every form.
seeds: [1, 2]
axes: { round: [1, 2], k: [1, 4] }
defaults:
  train.sft: { model: base-1m, epochs: 1, batchSize: 16, learningRate: 1.0e-3 }
stages:
  - { id: learn, stage: data.problems, count: 10 }
  - { id: gold, stage: curate.gold, problems: learn }
  - { id: sft, stage: train.sft, data: gold }
  - id: drawn
    stage: sample
    label: own
    model: { previous: taught, along: round, first: sft }
    problems: learn
    numGenerations: 4
  - { id: own, stage: curate.rft, problems: learn, completions: [drawn], numGenerations: { each: k } }
  - { id: taught, stage: train.sft, gather: [k], data: own }
  - { id: steps, stage: train.sft, data: gold, stepsOf: gold, model: { last: taught, along: round } }
`

describe('a wrong recipe', () => {
  it('is a right one that was changed', () => {
    expect(faultsOf(right)).toEqual([])
    expect(parseRecipe(right, 'forms.yaml').stages).toHaveLength(7)
  })

  it.each([
    ['an unknown kind of stage', 'curate.gold, ', 'curate.gould, '],
    ['a misspelt setting', 'numGenerations: 4', 'numGeneration: 4'],
    ['a misspelt input', 'stepsOf: gold', 'stepOf: gold'],
    ['a setting of another kind', 'count: 10', 'count: 10, temperature: 1'],
    ['a setting of the wrong type', 'count: 10', 'count: ten'],
    ['a fraction where a whole number is due', 'numGenerations: 4', 'numGenerations: 1.5'],
    ['a setting out of its range', 'count: 10', 'count: -1'],
    ['an unknown word', 'count: 10', 'count: 10, split: trains'],
    ['a missing setting', '    numGenerations: 4\n', ''],
    ['a missing input', 'stage: train.sft, data: gold }', 'stage: train.sft }'],
    ['a missing setting that was a default', 'epochs: 1, ', ''],
    ['a default that its kind does not have', 'epochs: 1', 'epoch: 1'],
    ['defaults of an unknown kind', '  train.sft: {', '  train.rl: {}\n  train.sft: {'],
    ['an input without its axis', 'previous: taught, along: round', 'previous: taught'],
    ['an input that is no text', 'problems: learn }', 'problems: 5 }'],
    ['several inputs where one is due', 'problems: learn }', 'problems: [learn, learn] }'],
    ['an axis in more than a word', '{ each: k }', '{ each: k, of: 2 }'],
    ['an axis without values', 'k: [1, 4]', 'k: []'],
    ['the same seed twice', 'seeds: [1, 2]', 'seeds: [1, 1]'],
    ['no seed', 'seeds: [1, 2]', 'seeds: []'],
    ['an unknown field of the head', 'seeds:', 'seed: 1\nseeds:'],
    ['a name with a capital letter', 'name: forms', 'name: Forms'],
    ['a missing description', 'description: Every form.\n', ''],
    ['an id that is a field of the head', 'id: learn,', 'id: seeds,'],
    ['a stage without an id', 'id: learn, ', ''],
  ])('with %s is refused by the schema and by the code', (_, from, to) => {
    expect(right.split(from).length).toBeGreaterThan(1)
    const wrong = right.replace(from, to)
    expect(faultsOf(wrong)).not.toEqual([])
    expect(() => parseRecipe(wrong, 'forms.yaml')).toThrow(ConfigError)
  })

  it('is told at the field that is wrong', () => {
    expect(faultsOf(right.replace('    numGenerations: 4\n', ''))).toContain(
      `/stages/3: must have required property 'numGenerations' {"missingProperty":"numGenerations"}`,
    )
    expect(faultsOf(right.replace('numGenerations: 4', 'numGeneration: 4'))).toContain(
      '/stages/3: must NOT have additional properties {"additionalProperty":"numGeneration"}',
    )
  })
})

describe('events', () => {
  const isEvent = new Ajv2020(options).compile(shipped('events'))

  it('of a run are valid, in its log and as they are sent', async () => {
    const recipe = parseRecipe(toyRecipe, 'toy.yaml', { stages: toyStages })
    const controller = new AbortController()
    const types = new Set<string>()
    const run = (): Promise<unknown> =>
      drain(
        runRecipe(recipe, { runsDirectory: folder, signal: controller.signal }, toyStages),
        (event) => {
          types.add(event.type)
          expect([isEvent(event), isEvent.errors]).toEqual([true, null])
          if (event.type === 'stage-start' && event.stage === 'noisy@2') controller.abort()
        },
      )
    await expect(run()).rejects.toThrow('interrupted')
    await expect(run()).rejects.toThrow('interrupted')
    const name = readdirSync(folder).find((each) => each.startsWith('toy-'))!
    const lines = readFileSync(join(folder, name, 'events.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
    expect(lines.map((line) => isEvent(JSON.parse(line)))).not.toContain(false)
    expect([...types]).toContain('run-error')
  })

  it('may get more fields in a later version, and need the fields of this one', () => {
    const error = { type: 'stage-error', stage: 'a', message: 'm', code: 'data' }
    expect(isEvent({ ...error, more: 1 })).toBe(true)
    expect(isEvent({ ...error, code: undefined })).toBe(false)
    expect(isEvent({ ...error, type: 'stage-paused' })).toBe(false)
  })

  it('are all described in docs/events.md', () => {
    const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'events.md'), 'utf8')
    const types = runEventSchema.options.map((event) => event.shape.type.value)
    expect(types.filter((type) => !page.includes(`| \`${type}\` |`))).toEqual([])
  })
})
