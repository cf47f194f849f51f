/**
 * What a file of records holds, told by the fields of its first record: so that a wrong file is one
 * sentence, not one for each line.
 */
import { statSync } from 'node:fs'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { DataError } from '../core/index.ts'
import { readRecords } from './read/records.ts'
import type { RecordSource } from './read/source.ts'
import { shapeOf } from './shape/shapes.ts'
import { stepShapeOf } from './shape/step-shapes.ts'

/** What records are, and the fields that tell them: all of one of the lists. */
const recordKinds = {
  'labelled steps': {
    shape: '{id, question, steps, candidates?}, or rows of ProcessBench, MR-GSM8K or PRM800K',
    fields: [['question', 'steps']],
  },
  problems: {
    shape: '{id, question, answer, solution?}, or rows of GSM8K or MATH',
    fields: [['question'], ['problem']],
  },
  verdicts: {
    shape: '{problemId, index, verdict, answer, reason}',
    fields: [['problemId', 'verdict']],
  },
  predictions: { shape: '{problemId, answer}', fields: [['problemId', 'answer']] },
  scores: { shape: '{problemId, index, score}', fields: [['problemId', 'score']] },
  completions: { shape: '{problemId, index, text}', fields: [['problemId', 'text']] },
  'labelled completions': {
    shape: '{prompt, completion, label}',
    fields: [['prompt', 'completion', 'label']],
  },
  'training rows': { shape: '{prompt, completion}', fields: [['prompt', 'completion']] },
  rationales: {
    shape: '{documentId, index, preceding, rationale, following}',
    fields: [['preceding', 'rationale', 'following']],
  },
  documents: {
    shape: '{text}',
    fields: [['text'], ['content'], ['document'], ['raw_content']],
  },
  programs: { shape: '{id, code}', fields: [['code']] },
  'pairs of answers': { shape: '{gold, prediction}', fields: [['gold', 'prediction']] },
  continuations: { shape: '{prompt, continuation}', fields: [['prompt', 'continuation']] },
} as const satisfies Record<string, { shape: string; fields: readonly (readonly string[])[] }>
export type RecordKind = keyof typeof recordKinds

const names = Object.keys(recordKinds) as RecordKind[]

/** Whether a record has the fields of a kind. */
function isOfKind(record: unknown, kind: RecordKind): boolean {
  return (
    typeof record === 'object' &&
    record !== null &&
    recordKinds[kind].fields.some((fields: readonly string[]) =>
      fields.every((field) => Object.hasOwn(record, field)),
    )
  )
}

/**
 * Whether a record has a public shape that is read where a kind is due; whoever reads it says what
 * is wrong with it.
 */
function isReadAs(record: unknown, kind: RecordKind): boolean {
  if (kind === 'labelled steps') return stepShapeOf(record) !== null
  const shape = shapeOf(record)
  if (shape === null) return false
  const isSolved = typeof record === 'object' && record !== null && 'solution' in record
  if (kind === 'training rows') return shape.name !== 'question-answer' || isSolved
  return kind === 'problems' || (kind === 'completions' && !shape.isPlain)
}

/**
 * Returns the kind of a record that is of none of the kinds expected; `null` where it is of one, or
 * of none that is known.
 */
function otherKind(record: unknown, expected: readonly RecordKind[]): RecordKind | null {
  if (expected.some((kind) => isOfKind(record, kind) || isReadAs(record, kind))) return null
  return names.find((kind) => isOfKind(record, kind)) ?? null
}

/** Lines that are looked at for a first good record. */
const mostLines = 20

/**
 * Returns the kind of a file's records where its first good record is of none of the kinds
 * expected; `null` where it is of one, of none that is known, where none of the first lines is a
 * record, and for what is no file: a pipe can be read only once.
 * @throws DataError when the file cannot be read
 */
export async function otherKindOfFile(
  path: string,
  expected: readonly RecordKind[],
): Promise<RecordKind | null> {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? otherKindIn(path, expected) : null
}

/**
 * The same of the first bytes of a stream; `null` too where they end before a record that can be
 * read.
 */
export async function otherKindOfBytes(
  bytes: Uint8Array,
  expected: readonly RecordKind[],
): Promise<RecordKind | null> {
  try {
    return await otherKindIn({ name: 'bytes', chunks: Readable.from([bytes]) }, expected)
  } catch (error) {
    if (error instanceof DataError) return null
    throw error
  }
}

async function otherKindIn(
  source: RecordSource,
  expected: readonly RecordKind[],
): Promise<RecordKind | null> {
  let lines = 0
  for await (const entry of readRecords(source, z.unknown())) {
    if ('value' in entry) return otherKind(entry.value, expected)
    if (++lines === mostLines) break
  }
  return null
}

/** `predictions {problemId, answer} or verdicts {…}`: kinds with the shapes of their records. */
export function describeKinds(kinds: readonly RecordKind[]): string {
  return kinds.map((kind) => `${kind} ${recordKinds[kind].shape}`).join(' or ')
}
