/** What artifacts and files hold: the words in which stages say what they take and make. */
import { existsSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describeKinds, isTextName, otherKindOfFile, type RecordKind } from '../data/index.ts'
import { otherModelFormat } from '../model/index.ts'

interface KindOfArtifact {
  /** The file that holds it in an artifact's directory. */
  file: string
  /** What the file's lines are, where it has lines. */
  records?: RecordKind
  /** What it is, where it has none. */
  is?: string
  /** Whether it may also be a text file, or a folder of text files. */
  orTexts?: true
}

export const artifactKinds = {
  problems: { file: 'problems.jsonl', records: 'problems' },
  completions: { file: 'completions.jsonl', records: 'completions' },
  predictions: { file: 'predictions.jsonl', records: 'predictions' },
  verdicts: { file: 'verdicts.jsonl', records: 'verdicts' },
  rows: { file: 'rows.jsonl', records: 'training rows' },
  scores: { file: 'scores.jsonl', records: 'scores' },
  labelled: { file: 'labelled.jsonl', records: 'labelled completions' },
  corpus: { file: 'corpus.jsonl', records: 'documents' },
  annotated: { file: 'annotated.jsonl', records: 'documents' },
  rationales: { file: 'rationales.jsonl', records: 'rationales' },
  documents: { file: 'documents.jsonl', records: 'documents', orTexts: true },
  steps: { file: 'steps.jsonl', records: 'labelled steps' },
  model: { file: 'config.json', is: 'a model directory in Hugging Face layout' },
  measures: {
    file: 'measures.json',
    is: 'measures: numbers that a stage reports, such as distinct paths',
  },
  exported: { file: 'exported.jsonl', is: 'training rows in a file for another trainer' },
  account: { file: 'report.json', is: 'a curation report' },
  results: { file: 'results.json', is: 'results for the report' },
} as const satisfies Record<string, KindOfArtifact>
export type ArtifactKind = keyof typeof artifactKinds

const names = Object.keys(artifactKinds) as ArtifactKind[]
const kindOf = (kind: ArtifactKind): KindOfArtifact => artifactKinds[kind]

/** `training rows {prompt, completion}`: the kind in words. */
export function describeKind(kind: ArtifactKind): string {
  const { records, is, orTexts } = kindOf(kind)
  const described = records === undefined ? is! : describeKinds([records])
  return orTexts ? `${described}, a .txt or .md file or a folder of such files` : described
}

/** The kind that a file inside an artifact holds, by its name; `undefined` for files of no kind. */
export function kindOfName(path: string): ArtifactKind | undefined {
  return names.find((kind) => artifactKinds[kind].file === basename(path))
}

/**
 * What is wrong with an existing file or directory that should hold something of a kind; `null`
 * where nothing shows.
 */
export async function pathFault(path: string, kind: ArtifactKind): Promise<string | null> {
  const { file, records, orTexts } = kindOf(kind)
  if (existsSync(join(path, file))) return null
  if (orTexts && (isTextName(path) || holdsNoArtifact(path))) return null
  const other = kind === 'model' ? await otherModelFormat(path) : undefined
  if (other) return `holds ${other.found}, ${other.is}: ${other.todo}`
  if (statSync(path).isDirectory()) {
    const held = kindsIn(path).map(describeKind)
    return `is a directory without ${file}${held.length > 0 ? `; it holds ${held.join('; ')}` : ''}`
  }
  if (records === undefined) return 'is a file'
  const otherRecords = await otherKindOfFile(path, [records])
  return otherRecords === null ? null : `holds ${describeKinds([otherRecords])}`
}

const kindsIn = (directory: string): ArtifactKind[] =>
  names.filter((each) => existsSync(join(directory, artifactKinds[each].file)))

/** Whether it is a directory that somebody may have filled with texts. */
const holdsNoArtifact = (path: string): boolean =>
  statSync(path).isDirectory() && kindsIn(path).length === 0
