/** Modules are named by whole parts of a name; wrong ones are refused. */
import { expect, it } from 'vitest'
import { tinyModel } from '../../tests/support/tiny-model.ts'
import { ConfigError } from '../core/index.ts'
import { parameterShapes } from '../model/index.ts'
import { unfrozenParameters } from './unfrozen-parameters.ts'

const { config } = tinyModel()
const names = Object.keys(parameterShapes({ ...config, layers: 12 }))

it('leaves what is in no frozen module, in the order of the model', () => {
  expect([...unfrozenParameters(names, [])]).toEqual(names)
  const left = [...unfrozenParameters(names, ['model.layers.1', 'model.embed_tokens'])]
  expect(left).toEqual(names.filter((name) => !/embed_tokens|layers\.1\./.test(name)))
  expect(left).toContain('model.layers.10.mlp.up_proj.weight')
  expect([...unfrozenParameters(names, ['model.layers', 'model.embed_tokens.weight'])]).toEqual([
    'model.norm.weight',
  ])
})

it.each(['model.layer.0', 'model.layers.12', 'model.lay', '', 'lm_head'])(
  'refuses the module "%s", which holds no parameter',
  (module) => {
    expect(() => unfrozenParameters(names, ['model.norm', module])).toThrow(
      new ConfigError(`freeze: no parameter of the model is in "${module}"`, {
        hint: 'The parameters are in model.embed_tokens, model.layers.0 to model.layers.11, model.norm.',
      }),
    )
  },
)

it('refuses to freeze everything', () => {
  expect(() => unfrozenParameters(names, ['model'])).toThrow(
    new ConfigError('freeze: every parameter of the model is frozen, so nothing is trained', {
      hint: 'Leave out a module.',
    }),
  )
})
