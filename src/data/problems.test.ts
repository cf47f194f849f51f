import { describe, expect, it } from 'vitest'
import { loadProblems, readProblems } from './problems.ts'
import type { NamedBytes } from './read/source.ts'

const source = (...rows: unknown[]): NamedBytes => {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(
      rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'),
    )
  }
  return { name: 'folder/train.jsonl', chunks: chunks() }
}

describe('readProblems', () => {
  it('reads GSM8K rows: id from file and line, answer without commas', async () => {
    const answer = 'He earns $<<540*2=1080>>1,080.\n#### 1,080'
    expect(
      await loadProblems(
        source({ question: 'How much?', answer }, '', { question: 'And?', answer: '#### -10' }),
      ),
    ).toEqual([
      { id: 'train-0', question: 'How much?', answer: '1080', solution: answer },
      { id: 'train-2', question: 'And?', answer: '-10', solution: '#### -10' },
    ])
  })

  it('reads MATH rows: with or without an answer of their own, with several as a list', async () => {
    const solution = 'Then $x = \\boxed{2}$.'
    expect(
      await loadProblems(
        source(
          { problem: 'p', solution, level: 5 },
          { problem: 'q', answer: ['1', '-1'] },
          { problem: 'r', answer: '2', unique_id: 'test/1' },
        ),
      ),
    ).toEqual([
      { id: 'train-0', question: 'p', solution },
      { id: 'train-1', question: 'q', answer: '1, -1' },
      { id: 'test/1', question: 'r', answer: '2' },
    ])
  })

  it("reads the project's own rows, and takes a missing answer from the solution", async () => {
    const rows = [
      { id: 'a', question: 'q', answer: '3/4' },
      { id: 'b', question: 'q', solution: 'so\n#### 1,000', meta: { level: 2 } },
      { id: 'c', question: 'q', answer: 'so\n#### 7' },
      { id: 'd', question: 'q' },
    ]
    expect(await loadProblems(source(...rows))).toEqual([
      rows[0],
      { ...rows[1], answer: '1000' },
      { id: 'c', question: 'q', answer: '7', solution: 'so\n#### 7' },
      rows[3],
    ])
  })

  it('recognises public shapes, tells of one that is not plainly problems, and takes a log with a row per filter once', async () => {
    const told: string[] = []
    const read = (...rows: unknown[]) =>
      loadProblems(source(...rows), (sentence) => told.push(sentence))
    const options = { question: 'Which?', choices: ['x', 'y'] }
    expect(
      await read({ ...options, answer: 1 }, { id: 5, ...options, answer: 'x', context: 'Look.' }),
    ).toEqual([
      { id: 'train-0', question: 'Which?\nA) x\nB) y', answer: 'B' },
      { id: '5', question: 'Look.\nWhich?\nA) x\nB) y', answer: 'A' },
    ])
    expect(told.splice(0)).toEqual([
      'folder/train.jsonl looks like mmlu (MMLU, and multiple choice with an index or a letter)',
    ])
    const log = { doc_id: 3, doc: { question: 'q' }, target: '7', resps: [['x']] }
    expect(await read({ ...log, filter: 'a' }, { ...log, filter: 'b' })).toEqual([
      { id: '3', question: 'q', answer: '7' },
    ])
    told.length = 0
    await read(
      { question: 'q', answer: '7' },
      { id: 1, problem: 'q', answer: null, solution: null },
    )
    expect(told).toEqual([])
    await expect(read({ chosen: 'x', rejected: 'y' })).rejects.toThrow(
      'looks like preferences: it holds pairs of preferences',
    )
  })

  it('says what is wrong with a row of neither kind, and reports an id that occurs again', async () => {
    const messages: string[] = []
    const rows = [
      { query: 'q', gold: '18' },
      { id: 'b', question: ['q'] },
      { id: 'c', question: 'q', answer: { value: 18 } },
      { id: 'a', question: 'q' },
      { id: 'a', question: 'r' },
      ['q', 18],
    ]
    for await (const entry of readProblems(source(...rows)))
      messages.push('error' in entry ? entry.error.message : 'ok')
    expect(messages).toEqual([
      'folder/train.jsonl:1: no known shape has the fields query, gold',
      'folder/train.jsonl:2: "question" must be text, found a list',
      'folder/train.jsonl:3: "answer" must be text, a number, true, false or a list of them, found an object',
      'ok',
      'folder/train.jsonl:5: problem "a" is already on line 4',
      'folder/train.jsonl:6: expected an object with fields, found a list',
    ])
  })
})
