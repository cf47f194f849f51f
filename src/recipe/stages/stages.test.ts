/** What stages refuse and leave out: the faults a recipe can hold that its schema cannot see. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError, DataError, drain, type Problem, type RunEvent } from '../../core/index.ts'
import { parseRecipe } from '../load.ts'
import { runRecipe, type RunResult } from '../run.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-stages-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

function run(...stages: object[]): Promise<RunResult> {
  const text = JSON.stringify({ name: 'test', description: 'of stages', seeds: [1], stages })
  return drain(
    runRecipe(parseRecipe(text, join(directory, 'test.yaml')), {
      runsDirectory: join(directory, 'runs'),
    }),
  )
}

const problems = (id: string, fields: object): object => ({ id, stage: 'data.problems', ...fields })

describe('data.decontaminate', () => {
  const test = problems('test', { count: 20, split: 'test', seed: 2 })

  it('keeps what gives no evaluation problem away, and accounts for the rest', async () => {
    const question =
      'A farmer has 12 red hens and 7 white hens in a small yard behind his house. How many hens has he?'
    const rows = [
      { id: 'same', question, answer: '19' },
      { id: 'other', question: 'What is 3 plus 4?', answer: '7' },
    ]
    writeFileSync(
      join(directory, 'mine.jsonl'),
      rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    )
    writeFileSync(
      join(directory, 'held-out.jsonl'),
      `${JSON.stringify({ id: 'h', question: `Look: ${question}`, answer: '19' })}\n`,
    )
    const { runDirectory, results } = await run(
      problems('mine', { file: 'mine.jsonl' }),
      problems('held-out', { file: 'held-out.jsonl' }),
      { id: 'clean', stage: 'data.decontaminate', problems: 'mine', against: 'held-out' },
    )
    expect(readFileSync(join(runDirectory, 'clean', 'problems.jsonl'), 'utf8')).toContain(
      '"id":"other"',
    )
    expect(results.conservation).toMatchObject([{ input: 2, kept: 1 }])
  })

  it('sees equal story structures, and refuses to leave nothing', async () => {
    const stage = {
      id: 'clean',
      stage: 'data.decontaminate',
      problems: 'again',
      against: 'test',
      ngram: 1000,
    }
    await expect(
      run(test, problems('again', { count: 20, split: 'test', seed: 2 }), stage),
    ).rejects.toThrow('no problem is left to learn from')
    const { results } = await run(test, problems('train', { count: 20 }), {
      ...stage,
      problems: 'train',
    })
    expect(results.conservation).toMatchObject([{ input: 20, kept: 20 }])
  })
})

describe('data.withhold', () => {
  const read = ({ runDirectory }: RunResult, stage: string): Problem[] =>
    readFileSync(join(runDirectory, stage, 'problems.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Problem)
  const withhold = (id: string, fields: object): object => ({
    id,
    stage: 'data.withhold',
    problems: 'all',
    ...fields,
  })
  const unsolved = ({ id, question, answer, meta }: Problem): Problem =>
    ({ id, question, answer, meta }) as Problem

  it('leaves all problems with their answers, and some with their solutions', async () => {
    const ran = await run(
      problems('all', { count: 30 }),
      withhold('some', { solutions: 10 }),
      withhold('others', { solutions: 10, seed: 1 }),
      withhold('every', { solutions: 99 }),
      withhold('none', { solutions: 0 }),
    )
    const all = read(ran, 'all')
    const solved = (stage: string): string[] =>
      read(ran, stage).flatMap(({ id, solution }) => (solution === undefined ? [] : [id]))
    for (const stage of ['some', 'none'])
      expect(read(ran, stage).map(unsolved)).toEqual(all.map(unsolved))
    expect(read(ran, 'every')).toEqual(all)
    expect([solved('some').length, solved('none').length]).toEqual([10, 0])
    expect(solved('others')).not.toEqual(solved('some'))
  })

  it('counts only problems that have a solution', async () => {
    const rows = Array.from({ length: 8 }, (_, index) => ({
      id: `p${index}`,
      question: `What is ${index} plus 1?`,
      answer: String(index + 1),
      ...(index % 2 === 0 && { solution: `It is ${index + 1}.` }),
    }))
    writeFileSync(
      join(directory, 'mine.jsonl'),
      rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    )
    const ran = await run(
      problems('all', { file: 'mine.jsonl' }),
      withhold('some', { solutions: 3 }),
    )
    expect(read(ran, 'some').filter(({ solution }) => solution !== undefined)).toHaveLength(3)
  })
})

describe('what would go unnoticed', () => {
  /** The notes of a run, which may fail. */
  async function notesOf(...stages: object[]): Promise<string[]> {
    const text = JSON.stringify({ name: 'test', description: 'of stages', seeds: [1], stages })
    const recipe = parseRecipe(text, join(directory, 'test.yaml'))
    const notes: string[] = []
    await drain(runRecipe(recipe, { runsDirectory: join(directory, 'runs') }), (event) => {
      if (event.type === 'note') notes.push(`${event.level}: ${event.message}`)
    })
    return notes
  }
  const write = (name: string, rows: readonly object[]): void =>
    writeFileSync(join(directory, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const rows = Array.from({ length: 4 }, (_, index) => ({
    id: `p${index}`,
    question: `What is ${index} plus 1?`,
    answer: String(index + 1),
    solution: `It is ${index + 1}.`,
  }))

  it('fewer worked solutions than are asked for, and a part of a file, are told', async () => {
    write('mine.jsonl', rows)
    const notes = await notesOf(problems('some', { file: 'mine.jsonl', count: 3 }), {
      id: 'learn',
      stage: 'data.withhold',
      problems: 'some',
      solutions: 500,
    })
    expect(notes).toContain('info: 3 of 4 problems')
    expect(notes).toContain('warning: only 3 of the problems have a worked solution, not 500')
  })

  it('a round that finds no right solution is told', async () => {
    write('mine.jsonl', rows)
    write('sampled.jsonl', [{ problemId: 'p1', index: 0, text: '#### 99' }])
    const stage = { stage: 'curate.rft', problems: 'mine.jsonl', completions: 'sampled.jsonl' }
    expect(await notesOf({ id: 'own', ...stage })).toContain(
      'warning: none of the completions is kept: no row is a solution of the model',
    )
  })

  it('a file of answers alone is refused, with what is needed', async () => {
    write(
      'mine.jsonl',
      rows.map(({ id, question, answer }) => ({ id, question, answer })),
    )
    await expect(
      notesOf({ id: 'gold', stage: 'curate.gold', problems: 'mine.jsonl' }),
    ).rejects.toMatchObject({ hint: expect.stringContaining('a few worked solutions') as string })
  })
})

describe('faults', () => {
  it('data.problems without a file wants a count', async () => {
    await expect(run(problems('none', {}))).rejects.toThrow(ConfigError)
  })

  it('evaluate wants completions, and problems', async () => {
    const test = problems('test', { count: 2, split: 'test' })
    await expect(
      run(test, { id: 'e', stage: 'evaluate', problems: 'test', completions: ['test'] }),
    ).rejects.toThrow(
      /e\.completions: needs completions \{problemId, index, text\}, but "test" makes problems \{/,
    )
    writeFileSync(join(directory, 'empty.jsonl'), '')
    const none = {
      id: 'none',
      stage: 'infer.greedy',
      model: 'base-250k',
      problems: 'empty',
      label: 'base',
    }
    await expect(
      run(problems('empty', { file: 'empty.jsonl' }), none, {
        id: 'e',
        stage: 'evaluate',
        problems: 'empty',
        completions: ['none'],
      }),
    ).rejects.toThrow(DataError)
  })

  it('a recipe with an alias to nothing is named', () => {
    expect(() =>
      parseRecipe('name: a\ndescription: *nowhere\nseeds: [1]\nstages: []\n', 'alias.yaml'),
    ).toThrow(/alias\.yaml/)
  })
})

describe('files of public shapes', () => {
  const put = (name: string, ...rows: unknown[]): string => {
    writeFileSync(join(directory, name), JSON.stringify(rows))
    return name
  }
  const lines = (path: string): unknown[] =>
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))

  it('data.problems reads them, and notes how', async () => {
    const file = put('svamp.json', {
      ID: 1,
      Body: 'Nina has 3 nets.',
      Question: 'How many?',
      Answer: 3.0,
    })
    const events: RunEvent[] = []
    const recipe = {
      name: 'test',
      description: 'of shapes',
      seeds: [1],
      stages: [problems('p', { file })],
    }
    const parsed = parseRecipe(JSON.stringify(recipe), join(directory, 'test.yaml'))
    const { runDirectory } = await drain(
      runRecipe(parsed, { runsDirectory: join(directory, 'runs') }),
      (event) => events.push(event),
    )
    expect(lines(join(runDirectory, 'p', 'problems.jsonl'))).toEqual([
      { id: '1', question: 'Nina has 3 nets. How many?', answer: '3' },
    ])
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'note',
        message: expect.stringContaining('looks like svamp (SVAMP)'),
      }),
    )
  })
})
