import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { describeKinds, otherKindOfFile, type RecordKind } from './record-kind.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-record-kind-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

function file(text: string): string {
  const path = join(directory, 'records.jsonl')
  writeFileSync(path, text)
  return path
}

const records: Record<RecordKind, object[]> = {
  problems: [
    { id: 'a', question: 'One?', answer: '1' },
    { question: 'One?', answer: '#### 1' },
    { problem: 'One?', solution: '1' },
  ],
  completions: [{ problemId: 'a', index: 0, text: '1' }],
  verdicts: [{ problemId: 'a', index: 0, verdict: 'correct', answer: '1', reason: 'x' }],
  scores: [{ problemId: 'a', index: 0, score: 0.5 }],
  predictions: [{ problemId: 'a', answer: null, text: '1' }],
  'training rows': [{ prompt: 'One?', completion: '1', problemId: 'a' }],
  'labelled completions': [{ prompt: 'One?', completion: '2', label: false }],
  rationales: [{ documentId: 'd', index: 0, preceding: 'a', rationale: 'r', following: 'b' }],
  documents: [{ text: 'One.' }],
  'labelled steps': [
    { id: 'a', question: 'One?', steps: [{ text: '1', label: 'right' }] },
    { question: 'One?', model_output_steps: ['1'], steps: [] },
  ],
  programs: [{ id: 1, code: 'ans = 1' }],
  'pairs of answers': [{ gold: '1', prediction: '1' }],
  continuations: [{ prompt: 'One', continuation: ' two' }],
}
const kinds = Object.keys(records) as RecordKind[]

it.each(kinds)('%s are taken for themselves', async (kind) => {
  for (const record of records[kind]) {
    const path = file(`${JSON.stringify(record)}\n`)
    expect(await otherKindOfFile(path, [kind])).toBeNull()
    const other = kinds.find((each) => each !== kind && each !== 'documents')!
    // A verdict holds all that a prediction does, and labelled steps hold what a problem does.
    if (kind !== 'verdicts' && kind !== 'labelled steps')
      expect(await otherKindOfFile(path, [other])).toBe(kind)
  }
})

it('the first record that can be read decides, and one of no known kind decides nothing', async () => {
  const completion = JSON.stringify(records.completions[0])
  expect(
    await otherKindOfFile(file(`\nno JSON\n${completion}\n{"question": "One?"}\n`), ['problems']),
  ).toBe('completions')
  expect(
    await otherKindOfFile(file(`{"something": "else"}\n${completion}\n`), ['problems']),
  ).toBeNull()
  expect(
    await otherKindOfFile(file(`${'no JSON\n'.repeat(100)}${completion}\n`), ['problems']),
  ).toBeNull()
  expect(await otherKindOfFile(file('[1, 2]\nnull\n7\n'), ['problems'])).toBeNull()
  expect(await otherKindOfFile(file(''), ['problems'])).toBeNull()
})

it('a directory, and what is not there, are left to those who read them', async () => {
  mkdirSync(join(directory, 'd'))
  expect(await otherKindOfFile(join(directory, 'd'), ['problems'])).toBeNull()
  expect(await otherKindOfFile(join(directory, 'nowhere'), ['problems'])).toBeNull()
})

it('kinds are described with their fields', () => {
  expect(describeKinds(['completions', 'documents'])).toBe(
    'completions {problemId, index, text} or documents {text}',
  )
})
