/**
 * Curation at scale: 1,000,000 completions of 10,000 problems from files, as two models of a union
 * would leave them.
 */
import { spawnSync } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rng } from '../src/core/index.ts'
import { proceduralProblem } from '../src/data/index.ts'

const problemCount = 10_000
const perModel = 50
const openings = ['', 'First, ', 'Let us see. ', 'We go step by step: ', 'So: ']

/** Curates in a process of its own and prints time, processor time and memory. */
export async function printMillion(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'reckoner-million-'))
  try {
    await writeFiles(folder)
    const child = join(import.meta.dirname, 'million-child.ts')
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--import', 'tsx', child, folder],
      { encoding: 'utf8' },
    )
    if (status !== 0) throw new Error(stderr)
    console.log(stdout.trimEnd())
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function writeFiles(folder: string): Promise<void> {
  const names = ['problems', 'small', 'large']
  const [problems, ...models] = names.map((name) =>
    createWriteStream(join(folder, `${name}.jsonl`)),
  )
  for (let place = 0; place < problemCount; place++) {
    const { solutions, id, question, answer, solution } = proceduralProblem(
      { seed: 1, split: 'train', steps: { min: 1, max: 4 } },
      place,
    )
    await put(problems!, [{ id, question, answer, solution }])
    for (const [model, stream] of models.entries()) {
      const random = rng('million', model, place)
      const rows = Array.from({ length: perModel }, (_, index) => {
        const text = `${random.pick(openings)}${random.pick(solutions)}`
        // Half of them wrong: in the answer, or on the way to it.
        const wrong = random.int(0, 3)
        const changed =
          wrong === 0
            ? text.replace(/#### .*/, '#### 7919')
            : wrong === 1
              ? text.replace(/=(\d)/, '=9$1')
              : text
        return { problemId: id, index, text: changed }
      })
      await put(stream, rows)
    }
  }
  for (const stream of [problems!, ...models])
    await new Promise<void>((resolve) => stream.end(resolve))
}

async function put(
  stream: ReturnType<typeof createWriteStream>,
  rows: readonly object[],
): Promise<void> {
  if (!stream.write(rows.map((row) => `${JSON.stringify(row)}\n`).join('')))
    await once(stream, 'drain')
}
