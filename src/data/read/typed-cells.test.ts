import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  completionSchema,
  completionScoreSchema,
  labelledCompletionSchema,
} from '../../core/index.ts'
import { readRecords } from './records.ts'

async function read(table: string, schema: z.ZodType, name = 'c.csv'): Promise<unknown[]> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(table)
  }
  const found: unknown[] = []
  for await (const entry of readRecords({ name, chunks: chunks() }, schema))
    found.push('error' in entry ? entry.error.message : entry.value)
  return found
}

describe('cells of a table', () => {
  it('are numbers where a schema asks for numbers, and absent where they are empty', async () => {
    const table = [
      'problemId,index,text,tokens,logprob,seed,modelId',
      '007,0,12,5,-1.5e-1,3,4',
      '008,1,"a\n#### 2",,, 2 ,',
      '',
    ].join('\n')
    const expected = [
      {
        problemId: '007',
        index: 0,
        text: '12',
        tokens: 5,
        logprob: -0.15,
        seed: 3,
        modelId: '4',
      },
      { problemId: '008', index: 1, text: 'a\n#### 2', seed: 2 },
    ]
    expect(await read(table, completionSchema)).toEqual(expected)
    expect(await read(table.replaceAll(',', '\t'), completionSchema, 'c.tsv')).toEqual(expected)
    const scores = 'problemId,index,score\nq0,0,0.25\nq0,1.0,1'
    expect(await read(scores, completionScoreSchema)).toEqual([
      { problemId: 'q0', index: 0, score: 0.25 },
      { problemId: 'q0', index: 1, score: 1 },
    ])
  })

  it('are truth values where a schema asks for them, in any case', async () => {
    const table = 'prompt,completion,label\ntrue,1,true\n2,False,FALSE\n3,x,True'
    expect(await read(table, labelledCompletionSchema)).toEqual([
      { prompt: 'true', completion: '1', label: true },
      { prompt: '2', completion: 'False', label: false },
      { prompt: '3', completion: 'x', label: true },
    ])
  })

  it('are absent where they are empty, however a schema says that they may be', async () => {
    const schema = z.object({ a: z.string().optional(), b: z.string().nullable(), c: z.number() })
    expect(await read('a,b,c\n,,1', schema)).toEqual([{ b: null, c: 1 }])
  })

  it.each([
    ['one', '"c" must be a number, found the text "one"'],
    ['007', '"c" must be a number, found the text "007"'],
    ['0x10', '"c" must be a number, found the text "0x10"'],
    ['1e999', '"c" must be a number, found the text "1e999"'],
    ['', '"c" is missing: it must be a number'],
    ['1.5', '"c" must be a whole number, found the number 1.5'],
  ])('%j is no whole number', async (cell, fault) => {
    expect(await read(`a,c\nx,${cell}`, z.object({ c: z.int() }))).toEqual([`c.csv:1: ${fault}`])
  })

  it('are read so in tables only', async () => {
    expect(await read('{"c":"1"}', z.object({ c: z.number() }), 'c.jsonl')).toEqual([
      'c.jsonl:1: "c" must be a number, found the text "1"',
    ])
  })
})
