import { describe, expect, it } from 'vitest'
import { readCompletions } from './completions.ts'
import { loadTrainingRows } from './training-rows.ts'
import type { NamedBytes } from './read/source.ts'

const source = (...rows: unknown[]): NamedBytes => {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'))
  }
  return { name: 'rows.jsonl', chunks: chunks() }
}

async function read(...rows: unknown[]): Promise<unknown[]> {
  const found = []
  for await (const entry of readCompletions(source(...rows)))
    found.push('error' in entry ? entry.error.message : entry.value)
  return found
}

describe('readCompletions', () => {
  it('takes numbers as ids, null as an empty text, and counts rows without an index', async () => {
    const rows = [
      { problemId: 7, text: 'x' },
      { problemId: 7, text: null, modelId: null },
      {
        problemId: 8,
        text: 'y',
        index: null,
        seed: null,
        finish: null,
        tokens: null,
        logprob: null,
      },
      { problemId: 7, text: 'z', index: 5 },
    ]
    expect(await read(...rows)).toEqual([
      { problemId: '7', index: 0, text: 'x' },
      { problemId: '7', index: 1, text: '' },
      { problemId: '8', index: 0, text: 'y' },
      { problemId: '7', index: 5, text: 'z' },
    ])
  })

  it('says in plain words what is wrong with a row', async () => {
    expect(
      await read(
        { problemId: 'a', text: 7 },
        { text: 'x' },
        { problemId: 'a', text: 'x', index: -1 },
        ['x'],
      ),
    ).toEqual([
      'rows.jsonl:1: "text" must be text, found the number 7',
      'rows.jsonl:2: "problemId" is missing: it must be text or a number',
      'rows.jsonl:3: "index" must be at least 0, found the number -1',
      'rows.jsonl:4: expected an object with fields, found a list',
    ])
  })

  it('says of a file of another shape what it is, once', async () => {
    const row = { custom_id: 'a', response: null, error: {} }
    await expect(read(row, row, row)).rejects.toThrow('rows.jsonl looks like openai-batch')
    await expect(read({ question: 'q', answer: '7' })).rejects.toThrow('looks like question-answer')
  })
})

describe('loadTrainingRows', () => {
  const told: string[] = []
  const rows = (...values: unknown[]) =>
    loadTrainingRows(source(...values), (sentence) => told.push(sentence))
  const prompt = 'Question: 3 + 4?\nAnswer:\n'

  it("reads the project's rows as they are", async () => {
    const own = { prompt: 'p', completion: 'c', source: 'gold', foundBy: ['a'] }
    expect(await rows(own, { prompt: 'p', completion: '' })).toEqual([
      own,
      { prompt: 'p', completion: '' },
    ])
    expect(told).toEqual([])
  })

  it('makes a row of a solution, or of every completion that is not empty, and tells the shape once', async () => {
    const openr1 = { problem: '3 + 4?', generations: ['7', null, 'seven'] }
    expect(await rows(openr1, { ...openr1, solution: 'It is 7.' })).toEqual([
      { prompt, completion: '7', problemId: 'rows-0' },
      { prompt, completion: 'seven', problemId: 'rows-0' },
      { prompt, completion: 'It is 7.', problemId: 'rows-1' },
    ])
    expect(told.splice(0)).toEqual([
      'rows.jsonl looks like openr1 (OpenR1-Math and other lists of generations)',
    ])
    expect(await rows({ instruction: '3 + 4?', input: '', output: '7' })).toMatchObject([
      { prompt, completion: '7' },
    ])
  })

  it.each([
    [{ prompt: 'p', completion: 7 }, 'rows.jsonl:1: "completion" must be text, found the number 7'],
    [{ text: 'x' }, 'rows.jsonl:1: no known shape has the fields text'],
    [
      { problem: 'q', answer: '7' },
      'rows.jsonl:1: the row has neither a solution nor a completion, so it cannot be a training row',
    ],
    [
      { messages: [{ role: 'user', content: 'q' }] },
      'rows.jsonl:1: the row has neither a solution nor a completion, so it cannot be a training row',
    ],
  ])('refuses %j', async (row, message) => {
    await expect(rows(row)).rejects.toThrow(message)
  })
})
