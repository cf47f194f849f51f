/** Completions that are programs, from stage to stage. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tinyModel } from '../../../tests/support/tiny-model.ts'
import { toyPrograms } from '../../../tests/support/toy-programs.ts'
import { drain, type TrainingRow } from '../../core/index.ts'
import { modelFiles } from '../../model/index.ts'
import { parseRecipe } from '../load.ts'
import { runRecipe, type RunResult } from '../run.ts'
import { stages } from './index.ts'

let directory: string
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-programs-'))
  const problems = ['a', 'b', 'c', 'd'].map((id, place) => ({
    id,
    question: `What is ${place} + 1?`,
    answer: String(place + 1),
    solution: `It is <<${place}+1=${place + 1}>>${place + 1}.\n#### ${place + 1}`,
    solutionsByStyle: { program: `def solution():\n    return ${place} + 1` },
  }))
  writeFileSync(
    join(directory, 'problems.jsonl'),
    problems.map((problem) => `${JSON.stringify(problem)}\n`).join(''),
  )
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const texts = {
  a: 'def solution():\n    return 1',
  b: 'def solution():\n    return 3',
  c: 'def solution():\n    return pens',
  d: 'print("no',
}
const written = { id: 'written', stage: 'toy.programs', label: 'own', texts }
const programs = { ...written, completionsAre: 'programs' }
const problems = 'problems.jsonl'

async function run(...own: object[]): Promise<{
  result: RunResult
  read: <T>(stage: string, file: string) => T[]
  notes: string[]
}> {
  const registry = { ...stages, 'toy.programs': toyPrograms }
  const text = JSON.stringify({ name: 'test', description: 'programs', seeds: [1], stages: own })
  const recipe = parseRecipe(text, join(directory, 'test.yaml'), { stages: registry })
  const notes: string[] = []
  const result = await drain(
    runRecipe(recipe, { runsDirectory: join(directory, 'runs') }, registry),
    (event) => {
      if (event.type === 'note') notes.push(event.message)
    },
  )
  const read = <T>(stage: string, file: string): T[] =>
    readFileSync(join(result.runDirectory, stage, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T)
  return { result, read, notes }
}

describe('what a stage says of its completions', () => {
  it('decides how they are graded, beside texts, and after a strategy', async () => {
    const text = { ...written, id: 'text', texts: { a: '#### 1' }, label: 'text' }
    const vote = { id: 'vote', stage: 'infer', label: 'vote', strategy: 'majorityVote' }
    const { result } = await run(
      programs,
      text,
      { ...vote, problems, completions: 'written' },
      {
        id: 'all',
        stage: 'evaluate',
        problems,
        completions: ['text', 'written', 'vote'],
        compare: 'none',
      },
    )
    expect(result.results.metrics.map(({ model, value }) => [model, value])).toEqual([
      ['text', 0.25],
      ['own', 0.25],
      ['vote', 0.25],
    ])
  })
})

describe('study.programs', () => {
  it('counts what a choice cost, not the length of what was chosen', async () => {
    const drawn = { a: ['ans = 1', 'ans = 22'], b: ['ans = 2', 'ans = 2'] }
    const { result } = await run(
      { ...programs, label: 'drawn', texts: drawn },
      {
        id: 'vote',
        stage: 'infer',
        label: 'vote',
        problems,
        completions: 'written',
        strategy: 'majorityVote',
      },
      { id: 'rates', stage: 'study.programs', name: 'rates', problems, completions: 'vote' },
    )
    const [rates] = result.results.tables!
    expect(rates!.rows[0]!.at(-1)!.value).toBe((7 + 8 + 7 + 7) / 4)
  })

  it('says how many are valid, how many right, and how the others fail', async () => {
    const { result } = await run(programs, {
      id: 'rates',
      stage: 'study.programs',
      name: 'rates',
      problems,
      completions: 'written',
    })
    const [rates, errors] = result.results.tables!
    expect(rates!.rows.map((row) => row.map(({ text, value }) => value ?? text))).toEqual([
      ['own', 'programs', 0.5, 0.25, Object.values(texts).join('').length / 4],
    ])
    const [row] = errors!.rows
    expect(
      Object.fromEntries(errors!.columns.map(({ title }, place) => [title, row![place]!.value])),
    ).toEqual({
      model: undefined,
      correct: 0.25,
      'wrong answer': 0.25,
      unreadable: 0,
      NameError: 0.25,
      SyntaxError: 0.25,
    })
  })
})

describe('infer.choose', () => {
  it('refuses programs: a solver runs none', async () => {
    writeTinyModel()
    const several = { ...programs, texts: { a: [texts.a, texts.b] } }
    const choose = { id: 'solver', stage: 'infer.choose', generator: 'tiny', problems }
    await expect(run(several, { ...choose, completions: 'written' })).rejects.toThrow(
      'a solver reads answers in texts, and these are programs',
    )
  }, 60_000)
})

describe('rounds of a synthesis', () => {
  it('are counted apart', async () => {
    const several = { ...programs, texts: { a: [texts.a, texts.c], b: [texts.b, texts.c] } }
    const { result } = await run(several, {
      id: 'rates',
      stage: 'study.programs',
      name: 'rates',
      problems,
      completions: 'written',
      byRound: true,
      errors: false,
    })
    // Two of the four problems have no completion, and count as wrong.
    expect(
      result.results.tables![0]!.rows.map((row) => row.map(({ text, value }) => value ?? text)),
    ).toEqual([
      ['own, round 1', 'programs', 0.5, 0.25, 14],
      ['own, round 2', 'programs', 0, 0, 15.5],
    ])
  }, 60_000)
})

describe('curate.rft of programs', () => {
  const rft = { id: 'rows', stage: 'curate.rft', problems, completions: 'written' }

  it('asks for them in words of their own, and takes gold programs for gold solutions', async () => {
    const { read } = await run(programs, rft)
    const rows = read<TrainingRow>('rows', 'rows.jsonl')
    expect(new Set(rows.map(({ promptFormat }) => promptFormat))).toEqual(new Set(['program']))
    expect(rows.map(({ source }) => source).filter((source) => source === 'gold')).toHaveLength(4)
    expect(rows[0]).toMatchObject({
      prompt: 'Question: What is 0 + 1?\nProgram:\n',
      completion: 'def solution():\n    return 0 + 1',
    })
  })

  it('keeps those that run, or all, where that is asked for', async () => {
    const counts = { correct: 1, answered: 2, all: 4 }
    for (const [keep, count] of Object.entries(counts)) {
      const { read } = await run(programs, { ...rft, includeGold: false, keep })
      expect(read('rows', 'rows.jsonl')).toHaveLength(count)
    }
  })

  it('refuses programs and texts together', async () => {
    const text = { ...written, id: 'text', texts: { a: '#### 1' }, label: 'text' }
    const both = { ...rft, completions: ['written', 'text'] }
    await expect(run(programs, text, both)).rejects.toThrow(
      'some of its completions are programs, and others are texts',
    )
  })
})

describe('curate.gold', () => {
  it('takes programs, and only the problems that other rows have', async () => {
    const rft = { id: 'rows', stage: 'curate.rft', problems, completions: 'written' }
    const gold = { stage: 'curate.gold', problems, problemsOf: 'rows' }
    const { read } = await run(
      programs,
      { ...rft, includeGold: false },
      { id: 'text', ...gold },
      { id: 'program', ...gold, styles: ['program'] },
    )
    expect(read('text', 'rows.jsonl')).toMatchObject([
      { problemId: 'a', prompt: 'Question: What is 0 + 1?\nAnswer:\n' },
    ])
    expect(read('program', 'rows.jsonl')).toMatchObject([
      { problemId: 'a', prompt: 'Question: What is 0 + 1?\nProgram:\n', promptFormat: 'program' },
    ])
  })
})

function writeTinyModel(): void {
  mkdirSync(join(directory, 'tiny'))
  for (const [name, content] of Object.entries(modelFiles(tinyModel(), 'F32')))
    writeFileSync(join(directory, 'tiny', name), content)
}

describe('infer.repair', () => {
  const repair = { id: 'mended', stage: 'infer.repair', label: 'mended', problems, rounds: 2 }

  it('refuses texts, and several programs of a problem', async () => {
    writeTinyModel()
    const own = { ...repair, model: 'tiny', completions: 'written' }
    await expect(run(written, own)).rejects.toThrow('only programs can be repaired')
    const several = { ...programs, texts: { a: ['1', '2'] } }
    await expect(run(several, own)).rejects.toThrow(
      'one program for each problem is repaired, and there are 2',
    )
  })
})

describe('data.problems', () => {
  it('tells stories of the frames that are asked for', async () => {
    const made = { stage: 'data.problems', count: 30 }
    const { read } = await run(
      { id: 'only', ...made, frames: { only: ['aquarium', 'hotel'] } },
      { id: 'without', ...made, frames: { without: ['aquarium', 'hotel'] } },
    )
    const frames = (stage: string): Set<string> =>
      new Set(read<{ meta: { frame: string } }>(stage, 'problems.jsonl').map((p) => p.meta.frame))
    expect([...frames('only')].toSorted()).toEqual(['aquarium', 'hotel'])
    expect([...frames('without')].filter((frame) => frames('only').has(frame))).toEqual([])
    const unknown = { id: 'none', ...made, frames: { only: ['moon'] } }
    await expect(run(unknown)).rejects.toThrow('there is no story frame "moon"')
  })
})
