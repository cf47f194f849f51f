/** Choosing at scale: 64 stored completions of each of 10 000 problems, with their scores. */
import { spawnSync } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rng, sha256 } from '../src/core/index.ts'

const problemCount = 10_000
const perProblem = 64
/** Different texts of a problem: real samples repeat themselves. */
const textCount = 12

/** Runs `select` in processes of their own and prints time, processor time and memory. */
export async function printSelection(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'reckoner-selection-'))
  try {
    await writeFiles(folder)
    const [completions, scores] = ['completions', 'scores'].map((name) =>
      join(folder, `${name}.jsonl`),
    )
    select('majorityVote', '--completions', completions!)
    select('rerankTopClusters', '--completions', completions!, '--scores', scores!)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Prints what a process has used, when it ends. */
const usage = `data:text/javascript,${encodeURIComponent(`
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    const seconds = ((userCPUTime + systemCPUTime) / 1e6).toFixed(1)
    console.error(seconds + ' s of processor time, ' + (maxRSS / 1024).toFixed(0) + ' MiB')
  })
`)}`

function select(strategy: string, ...files: string[]): void {
  const program = join(import.meta.dirname, '../dist/cli/main.js')
  const start = performance.now()
  const { stderr, status } = spawnSync(
    process.execPath,
    ['--import', usage, program, 'select', '--strategy', strategy, ...files, '--out', '/dev/null'],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(stderr)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const used = stderr.trimEnd().split('\n').at(-1)
  console.log(
    `select ${strategy}, ${(problemCount * perProblem).toLocaleString('en')} completions of ${problemCount.toLocaleString('en')} problems: ${seconds} s, ${used}`,
  )
}

async function writeFiles(folder: string): Promise<void> {
  const streams = ['completions', 'scores'].map((name) =>
    createWriteStream(join(folder, `${name}.jsonl`)),
  )
  for (let place = 0; place < problemCount; place++) {
    const random = rng('selection', place)
    const problemId = `problem-${place}`
    const texts = Array.from({ length: textCount }, (_, rank) => {
      const answer = rank < 5 ? place : random.int(0, 999)
      const text = `Tom has ${rank} boxes of ${place} pens. He gives some of them to Ann, so that ${rank}*${place}=<<${rank}*${place}=${rank * place}>>${rank * place} are left.\n#### ${answer}`
      return { text, textHash: sha256(text).slice(0, 16), score: random.next() }
    })
    const drawn = Array.from({ length: perProblem }, (_, index) => ({
      index,
      ...texts[Math.floor(textCount * random.next() * random.next())]!,
    }))
    const files = [
      drawn.map(({ index, text }) => ({ problemId, index, text, tokens: 60, finish: 'endOfText' })),
      drawn.map(({ index, score, textHash }) => ({ problemId, index, score, textHash })),
    ]
    for (const [rank, rows] of files.entries()) {
      const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
      if (!streams[rank]!.write(lines)) await once(streams[rank]!, 'drain')
    }
  }
  for (const stream of streams) await new Promise<void>((resolve) => stream.end(resolve))
}
