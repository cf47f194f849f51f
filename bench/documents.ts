/**
 * The pre-filter of a corpus: 100 000 documents of about 1 000 characters, judged by shared words;
 * and 1 000 of them by sentence embeddings, where `RECKONER_EMBEDDER` names a directory with some.
 */
import { execFileSync } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { corpusDocument, proceduralProblem } from '../src/data/index.ts'

const counts = { words: 100_000, embeddings: 1000 }
const characters = 1000

/** Chooses in processes of their own, and prints time, processor time and memory. */
export async function printDocuments(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'reckoner-documents-'))
  try {
    await write(join(folder, 'problems.jsonl'), problems())
    for (const [name, count] of Object.entries(counts))
      await write(join(folder, `${name}.jsonl`), documents(count))
    choose(folder, 'words')
    const embedder = process.env['RECKONER_EMBEDDER']
    if (embedder) choose(folder, 'embeddings', embedder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function choose(folder: string, ...args: string[]): void {
  const child = join(import.meta.dirname, 'documents-child.ts')
  const given = ['--import', 'tsx', child, folder, ...args]
  console.log(execFileSync(process.execPath, given, { encoding: 'utf8' }).trimEnd())
}

function* problems(): Generator<object, void, void> {
  const options = { seed: 1, split: 'train', steps: { min: 1, max: 4 } } as const
  for (let index = 0; index < 2000; index++) yield proceduralProblem(options, index)
}

function* documents(count: number): Generator<object, void, void> {
  const shares = { drillShare: 0.2, recallShare: 0.2, ledgerShare: 0.2 }
  const options = { seed: 2, ...shares, minSteps: 1, maxSteps: 4 }
  let place = 0
  for (let index = 0; index < count; index++) {
    let text = ''
    while (text.length < characters) text += `${corpusDocument(options, place++ % 20_000)}\n\n`
    yield { text }
  }
}

async function write(path: string, rows: Iterable<object>): Promise<void> {
  const stream = createWriteStream(path)
  for (const row of rows) if (!stream.write(`${JSON.stringify(row)}\n`)) await once(stream, 'drain')
  await new Promise<void>((resolve) => stream.end(resolve))
}
