/** Rationales, stage by stage, as far as no model is asked. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tinyModel } from '../../../tests/support/tiny-model.ts'
import { drain, type Document, type Rationale, type TrainingRow } from '../../core/index.ts'
import { modelFiles } from '../../model/index.ts'
import { parseRecipe } from '../load.ts'
import { runRecipe, type RunResult } from '../run.ts'

const model = tinyModel(1, 512)
let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-rationales-'))
  mkdirSync(join(directory, 'tiny'))
  for (const [name, content] of Object.entries(modelFiles(model, 'F32')))
    writeFileSync(join(directory, 'tiny', name), content)
  const problems = ['a', 'b', 'c'].map((id, place) => ({
    id,
    question: `What is ${place} + 1?`,
    answer: String(place + 1),
    solution: `It is <<${place}+1=${place + 1}>>${place + 1}.\n#### ${place + 1}`,
  }))
  writeLines('problems.jsonl', problems)
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const writeLines = (name: string, records: readonly object[]): void =>
  writeFileSync(
    join(directory, name),
    records.map((record) => `${JSON.stringify(record)}\n`).join(''),
  )

async function run(...own: object[]): Promise<{
  result: RunResult
  read: <T>(stage: string, file: string) => T[]
}> {
  const text = JSON.stringify({ name: 'test', description: 'steps', seeds: [1], stages: own })
  const recipe = parseRecipe(text, join(directory, 'test.yaml'))
  const result = await drain(
    runRecipe(recipe, { runsDirectory: join(directory, 'runs') }),
    () => {},
  )
  const read = <T>(stage: string, file: string): T[] =>
    readFileSync(join(result.runDirectory, stage, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T)
  return { result, read }
}

const stories = { id: 'stories', stage: 'data.narratives', count: 6, seed: 3 }
const kept = {
  id: 'kept',
  stage: 'curate.rationales',
  documents: 'stories',
  annotated: 'stories',
}

describe('data.narratives and data.solutions', () => {
  it('write documents, the same with their calculations, and a corpus of both', async () => {
    const worked = { id: 'worked', stage: 'data.solutions', problems: 'problems.jsonl' }
    const { read } = await run(stories, worked)
    const documents = read<Document>('worked', 'documents.jsonl')
    expect(documents[1]).toEqual({
      id: 'b',
      text: 'Question: What is 1 + 1?\nAnswer:\nIt is <<1+1=2>>2.\n#### 2',
      source: 'solutions',
      meta: { answer: '2' },
    })
    const [annotated] = read<Document>('worked', 'annotated.jsonl')
    expect(annotated!.text).toBe(
      'Question: What is 0 + 1?\nAnswer:<BOT>0+1<EOT>\nIt is <<0+1=1>>1.\n#### 1',
    )
    expect(read<{ text: string }>('stories', 'corpus.jsonl')).toHaveLength(12)
    for (const { text } of read<Document>('stories', 'documents.jsonl'))
      expect(text).not.toContain('<')
  })
})

describe('curate.rationales', () => {
  it('keeps all that is faithful, where no scorer is named', async () => {
    const { read, result } = await run(stories, kept)
    const rows = read<TrainingRow>('kept', 'rows.jsonl')
    const rationales = read<Rationale>('kept', 'rationales.jsonl')
    expect(rows).toHaveLength(rationales.length)
    expect(rows[0]).toEqual({
      prompt: `${rationales[0]!.preceding}<BOT>`,
      completion: rationales[0]!.rationale,
      problemId: rationales[0]!.documentId,
      promptFormat: 'rationale',
    })
    const { input, dropped } = result.results.conservation![0]!
    const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0)
    expect(input).toBe(rationales.length + lost)
  })

  it('refuses annotated texts of other documents, and a precision without a reference', async () => {
    writeLines('others.jsonl', [{ id: 'x', text: 'A.<BOT>r<EOT> B.' }])
    await expect(run(stories, { ...kept, annotated: 'others.jsonl' })).rejects.toThrow(
      'there is no document "x" for an annotated text',
    )
    await expect(run(stories, { ...kept, model: 'tiny', precision: 0.9 })).rejects.toThrow(
      'is measured by a reference',
    )
    await expect(run(stories, { ...kept, minGain: 1 })).rejects.toThrow('needs a scorer')
  })
})

describe('infer.steps', () => {
  const solved = {
    id: 'solved',
    stage: 'infer.steps',
    label: 'tiny',
    model: 'tiny',
    problems: 'problems.jsonl',
    maxNewTokens: 6,
    maxSteps: 3,
  }

  it('names what is missing, and what is asked for nothing', async () => {
    await expect(run(solved)).rejects.toThrow('needs a model of rationales')
    await expect(run({ ...solved, chooseBy: 'judge' })).rejects.toThrow('needs a model that judges')
    await expect(run({ ...solved, chooseBy: 'random', rationales: 'tiny' })).rejects.toThrow(
      'is asked for nothing',
    )
  })
})
