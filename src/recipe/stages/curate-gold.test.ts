import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError, drain, type Problem, type TrainingRow } from '../../core/index.ts'
import { problemPrompt } from '../../data/index.ts'
import { parseRecipe } from '../load.ts'
import { planRecipe } from '../plan.ts'
import { runRecipe } from '../run.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-gold-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const recipeOf = (stages: readonly object[], more: object = {}): ReturnType<typeof parseRecipe> =>
  parseRecipe(
    JSON.stringify({ name: 'test', description: 'of styles', seeds: [1], ...more, stages }),
    join(directory, 'test.yaml'),
  )

async function run(...stages: object[]): Promise<{
  notes: string[]
  read: <T>(stage: string, file: string) => T[]
}> {
  const notes: string[] = []
  const { runDirectory } = await drain(
    runRecipe(recipeOf(stages), { runsDirectory: join(directory, 'runs') }),
    (event) => {
      if (event.type === 'note') notes.push(`${event.level}: ${event.message}`)
    },
  )
  const read = <T>(stage: string, file: string): T[] =>
    readFileSync(join(runDirectory, stage, file), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as T)
  return { notes, read }
}

const write = (name: string, rows: readonly object[]): void =>
  writeFileSync(join(directory, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
const gold = (fields: object = {}): object => ({
  id: 'gold',
  stage: 'curate.gold',
  problems: 'all',
  ...fields,
})
const procedural = (fields: object = {}): object => ({
  id: 'all',
  stage: 'data.problems',
  count: 6,
  minSteps: 2,
  ...fields,
})

describe('curate.gold', () => {
  it("learns from the problems' own solutions without styles, whatever else they have", async () => {
    const plain = await run(procedural(), gold())
    const styled = await run(procedural({ styles: true }), gold())
    const rows = plain.read<TrainingRow>('gold', 'rows.jsonl')
    expect(styled.read('gold', 'rows.jsonl')).toEqual(rows)
    expect(plain.notes).toContain('info: 6 rows')
    const problems = plain.read<Problem>('all', 'problems.jsonl')
    expect(rows).toEqual(
      problems.map(({ id, question, solution }) => ({
        prompt: problemPrompt(question),
        completion: solution,
        problemId: id,
        source: 'gold',
      })),
    )
    expect(
      styled
        .read<Problem>('all', 'problems.jsonl')
        .map((problem) => ({ ...problem, solutionsByStyle: undefined })),
    ).toEqual(problems)
  })

  it('learns from one style, or from several with a row of each', async () => {
    const of = async (styles: unknown): Promise<{ rows: TrainingRow[]; notes: string[] }> => {
      const { read, notes } = await run(procedural({ styles: true }), gold({ styles }))
      return { rows: read<TrainingRow>('gold', 'rows.jsonl'), notes }
    }
    const { read } = await run(procedural({ styles: true }))
    const problems = read<Problem>('all', 'problems.jsonl')
    const texts = (style: string): string[] =>
      problems.map(({ solutionsByStyle }) => solutionsByStyle![style]!)
    const concise = await of('concise')
    expect(concise.rows.map(({ completion }) => completion)).toEqual(texts('concise'))
    expect(concise.rows.map(({ style }) => style)).toEqual(problems.map(() => 'concise'))
    expect(concise.notes).toContain('info: 6 rows: 6 concise')
    const mixed = await of(['fineGrained', 'concise'])
    expect(mixed.rows.map(({ problemId, style }) => [problemId, style])).toEqual(
      problems.flatMap(({ id }) => [
        [id, 'fineGrained'],
        [id, 'concise'],
      ]),
    )
    expect(mixed.rows.map(({ completion }) => completion)).toEqual(
      problems.flatMap(({ solutionsByStyle }) => [
        solutionsByStyle!['fineGrained'],
        solutionsByStyle!['concise'],
      ]),
    )
    expect(mixed.notes).toContain('info: 12 rows: 6 fineGrained, 6 concise')
    expect((await of('fineGrained+concise')).rows).toEqual(mixed.rows)
  })

  it('counts the problems that lack a style, or have it blank', async () => {
    write('mine.jsonl', [
      { id: 'a', question: 'q', answer: '7', solutionsByStyle: { terse: '7', long: 'It is 7.' } },
      { id: 'b', question: 'q', answer: '7', solutionsByStyle: { terse: '7', long: ' ' } },
      { id: 'c', question: 'q', answer: '7', solution: '7' },
    ])
    const { read, notes } = await run(gold({ problems: 'mine.jsonl', styles: ['terse', 'long'] }))
    expect(
      read<TrainingRow>('gold', 'rows.jsonl').map(({ problemId, style }) => [problemId, style]),
    ).toEqual([
      ['a', 'terse'],
      ['a', 'long'],
      ['b', 'terse'],
    ])
    expect(notes).toEqual([
      'warning: 1 of 3 problems have no terse solution, and give no row of this style',
      'warning: 2 of 3 problems have no long solution, and give no row of this style',
      'info: 3 rows: 2 terse, 1 long',
    ])
  })

  it('refuses styles that no problem has, and styles that are none', async () => {
    const styled = procedural({ styles: true })
    await expect(run(styled, gold({ styles: 'concise+fine' }))).rejects.toMatchObject({
      message: expect.stringContaining(
        'none of the problems has a solution of the style "fine"',
      ) as string,
      hint: 'The styles of their solutions are concise, fineGrained.',
    })
    await expect(run(procedural(), gold({ styles: 'toString' }))).rejects.toMatchObject({
      message: expect.stringContaining('of the style "toString"') as string,
      hint: expect.stringContaining('solutionColumns') as string,
    })
    write('mine.jsonl', [{ id: 'a', question: 'q', answer: '7', solutionsByStyle: { terse: '7' } }])
    await expect(run(gold({ problems: 'mine.jsonl' }))).rejects.toMatchObject({
      hint: 'Their solutions have styles. Set styles to some of terse.',
    })
    for (const styles of ['', 'a+', [], [''], 'a+a', ['a', 'a'], 7])
      expect(() => recipeOf([procedural(), gold({ styles })]), String(styles)).toThrow(
        /gold\.styles.*: (expected (the name of a style|different styles))/,
      )
  })

  it('is studied along an axis, and keys are those of before without styles', async () => {
    const axes = { style: ['concise', 'fineGrained', 'concise+fineGrained'] }
    const stages = [procedural({ styles: true }), gold({ styles: { each: 'style' } })]
    const { stages: planned } = await planRecipe(recipeOf(stages, { axes }))
    expect(planned.map(({ identity }) => identity.settings)).toEqual([
      expect.objectContaining({ styles: true }),
      { styles: ['concise'] },
      { styles: ['fineGrained'] },
      { styles: ['concise', 'fineGrained'] },
    ])
    const { stages: plain } = await planRecipe(recipeOf([procedural(), gold()]))
    expect(plain.map(({ identity }) => Object.keys(identity.settings as object))).toEqual([
      ['count', 'seed', 'split', 'minSteps', 'maxSteps', 'distractors'],
      [],
    ])
  })
})

describe('data.problems with solutions of several styles', () => {
  it('takes them from the columns of a file, and learns from any two', async () => {
    write('pairs.jsonl', [
      { question: 'How many?', answer: 'One.\n#### 1', socratic: 'How? ** One.\n#### 1' },
      { question: 'And now?', answer: 'Two.\n#### 2' },
    ])
    const columns = { human: 'answer', socratic: 'socratic' }
    const { read, notes } = await run(
      { id: 'all', stage: 'data.problems', file: 'pairs.jsonl', solutionColumns: columns },
      gold({ styles: 'human+socratic' }),
    )
    expect(read<TrainingRow>('gold', 'rows.jsonl').map(({ completion }) => completion)).toEqual([
      'One.\n#### 1',
      'How? ** One.\n#### 1',
      'Two.\n#### 2',
    ])
    expect(notes).toContain('info: 3 rows: 2 human, 1 socratic')
  })

  it('refuses what belongs to the other kind of problems, and what is no path', async () => {
    write('mine.jsonl', [{ id: 'a', question: 'q', answer: '7' }])
    const file = { id: 'all', stage: 'data.problems', file: 'mine.jsonl' }
    await expect(run({ ...file, styles: true })).rejects.toThrow(ConfigError)
    const solutionColumns = { human: 'answer' }
    await expect(run(procedural({ solutionColumns }))).rejects.toThrow(ConfigError)
    expect(() => recipeOf([{ ...file, solutionColumns: { human: 'a[].b' } }])).toThrow(
      'expected the path of a column',
    )
  })

  it('are withheld as other solutions are', async () => {
    const { read } = await run(procedural({ styles: true }), {
      id: 'some',
      stage: 'data.withhold',
      problems: 'all',
      solutions: 2,
    })
    const problems = read<Problem>('some', 'problems.jsonl')
    const solved = problems.filter(({ solution }) => solution !== undefined)
    expect(solved).toHaveLength(2)
    expect(problems.filter(({ solutionsByStyle }) => solutionsByStyle)).toEqual(solved)
  })
})
