/**
 * `schemas/recipe.json` "knows every field, type, range and form": where it and the parser differ.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { parseRecipe } from '../src/recipe/index.ts'

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'schemas', 'recipe.json'), 'utf8'),
) as object
const isRecipe = new Ajv({ strictTypes: false, validateFormats: false }).compile(schema)
const parses = (text: string): boolean => {
  try {
    parseRecipe(text, 'r.yaml')
    return true
  } catch {
    return false
  }
}

const recipe = ({
  seeds = '[1, 2]',
  k = '[1, 4]',
  n = '{ each: k }',
  more = '',
}): string => `name: forms
description: Every form.
seeds: ${seeds}
axes: { k: ${k} }
stages:
  - { id: learn, stage: data.problems, count: 10 }
  - { id: drawn, stage: sample, model: base-1m, problems: learn, label: own, numGenerations: ${n}, topP: 0.9 }
  - { id: more, stage: curate.rft, problems: learn, completions: drawn, numGenerations: { each: k }${more} }
`
it('right', () => expect([isRecipe(parse(recipe({}))), parses(recipe({}))]).toEqual([true, true]))

it.fails.each([
  ['a whole number too big', { n: '1e300' }],
  ['a seed too big', { seeds: '[1e20]' }],
  ['the same value of an axis twice', { k: '[1, 1]' }],
  ['an empty name of an axis', { n: "{ each: '' }" }],
  ['an unknown field, which the parser lets pass', { more: ', __proto__: 1' }],
])('says of %s what the parser says', (_, changed) => {
  const text = recipe(changed)
  expect([isRecipe(parse(text)), parses(text)]).toEqual([false, false])
})
