import { expect, it } from 'vitest'
import { z } from 'zod'
import { schemaTable } from './schema-table.ts'

it('shows names, types with ranges, defaults and descriptions, and the fields of fields', () => {
  const schema = z.strictObject({
    epochs: z.number().positive().describe('Passes.'),
    count: z.int().min(1).default(4).describe('How many.'),
    share: z.number().min(0).max(1).optional().describe('A share.'),
    top: z.number().positive().max(1).default(1).describe('A part.'),
    seed: z.int().default(0).describe('Any whole number.'),
    schedule: z.enum(['cosine', 'linear']).default('cosine').describe('A name.'),
    predict: z.array(z.number().positive()).default([]).describe('Numbers.'),
    at: z
      .record(z.string(), z.union([z.string(), z.boolean()]))
      .default({})
      .describe('Places.'),
    claim: z
      .strictObject({
        text: z.string().describe('Words.'),
        note: z.string().optional().describe('More.'),
      })
      .optional()
      .describe('A claim.'),
  })
  expect(
    schemaTable(z.toJSONSchema(schema, { io: 'input' }), { name: 'setting', hasDefaults: true }),
  ).toEqual([
    'setting     type                                  default',
    'epochs      number, more than 0                   required  Passes.',
    'count       whole number, 1 or more               4         How many.',
    'share       number, 0 to 1                                  A share.',
    'top         number, more than 0, at most 1        1         A part.',
    'seed        whole number                          0         Any whole number.',
    'schedule    cosine | linear                       "cosine"  A name.',
    'predict     list of number, more than 0           []        Numbers.',
    'at          names, each with text | true | false  {}        Places.',
    'claim       fields                                          A claim.',
    'claim.text  text                                  required  Words.',
    'claim.note  text                                            More.',
  ])
})

it('marks what may be absent where nothing has a default', () => {
  const schema = z.object({
    type: z.literal('note'),
    total: z.number().optional().describe('All.'),
  })
  expect(schemaTable(z.toJSONSchema(schema), { name: 'field', hasDefaults: false })).toEqual([
    'field  type',
    'type   note',
    'total  number  optional  All.',
  ])
})
