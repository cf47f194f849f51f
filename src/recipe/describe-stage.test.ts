/**
 * What is printed of stages and events comes from their schemas: so every field there is described.
 */
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ConfigError, runEventSchema } from '../core/index.ts'
import { describeStage, stageKinds } from './describe-stage.ts'

interface Schema {
  description?: string
  properties?: Record<string, Schema>
}

/** Fields without a description, at any depth. */
function undescribed({ properties = {} }: Schema, prefix = ''): string[] {
  return Object.entries(properties).flatMap(([name, field]) => [
    ...(field.description === undefined ? [`${prefix}${name}`] : []),
    ...undescribed(field, `${prefix}${name}.`),
  ])
}

it.each(stageKinds)('%s describes all that it takes, makes and can be set to', (kind) => {
  const stage = describeStage(kind)
  expect(undescribed(stage.settings)).toEqual([])
  expect(stage.makes).not.toEqual([])
  expect(stage.inputs.filter(({ takes }) => takes === 'anything')).toEqual([])
})

it('says how a stage is used', () => {
  const stage = describeStage('train.sft')
  expect(stage).toMatchObject({
    stage: 'train.sft',
    runs: 'once for each seed',
    makes: ['a model directory in Hugging Face layout'],
    inputs: [
      {
        name: 'model',
        namedBy: 'a stage, a path or a shipped model',
        optional: false,
        list: false,
      },
      {
        name: 'data',
        takes: 'training rows {prompt, completion}',
        namedBy: 'a stage or a path, or several',
        list: true,
      },
      { name: 'stepsOf', optional: true },
    ],
    settings: { required: ['epochs', 'batchSize', 'learningRate'], additionalProperties: false },
  })
  expect(stage.settings['properties']).toMatchObject({
    batchSize: {
      type: 'integer',
      minimum: 1,
      description: 'Number of sequences in one optimizer step.',
    },
    schedule: { enum: ['cosine', 'linear', 'constant'], default: 'cosine' },
  })
})

it('knows the nearest name of a stage that there is none of', () => {
  expect(() => describeStage('train.stf')).toThrow(ConfigError)
  expect(() => describeStage('train.stf')).toThrow(
    'there is no stage "train.stf"; did you mean "train.sft"?',
  )
})

describe('events', () => {
  it.each(runEventSchema.options.map((event) => [event.shape.type.value, event] as const))(
    '%s is described',
    (_, event) => {
      expect(event.description).toMatch(/\.$/)
      expect(undescribed(z.toJSONSchema(event) as Schema)).toEqual(['type'])
    },
  )

  it('are what runs send', () => {
    expect(runEventSchema.parse({ type: 'progress', label: 'x', done: 1, unit: 'rows' })).toEqual({
      type: 'progress',
      label: 'x',
      done: 1,
      unit: 'rows',
    })
    expect(runEventSchema.safeParse({ type: 'progress', label: 'x' }).success).toBe(false)
  })
})
