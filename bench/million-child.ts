/**
 * Curates the files of a folder and prints what it took; a process of its own, so that memory is
 * its alone.
 */
import { join } from 'node:path'
import { completionSchema, type Completion } from '../src/core/index.ts'
import { curateRft } from '../src/curate/index.ts'
import { loadProblems, readRecords } from '../src/data/index.ts'
import { withGold } from '../src/verify/index.ts'

const folder = process.argv[2]!

async function* completionsOf(name: string): AsyncGenerator<Completion, void, void> {
  for await (const entry of readRecords(join(folder, `${name}.jsonl`), completionSchema))
    if ('value' in entry) yield entry.value
}

const start = performance.now()
const problems = (await loadProblems(join(folder, 'problems.jsonl'))).map(withGold)
const sources = ['small', 'large'].map((model) => ({ model, completions: completionsOf(model) }))
const { report } = await curateRft(problems, sources, {})
const seconds = (performance.now() - start) / 1000
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
const processor = (userCPUTime + systemCPUTime) / 1e6
const { input, kept, dropped, distinctPathsPerProblem } = report
console.log(
  `curation of ${input.toLocaleString('en')} completions over ${problems.length.toLocaleString('en')} problems, 2 models: ` +
    `${seconds.toFixed(1)} s, ${processor.toFixed(1)} s of processor time, ${(maxRSS / 1024).toFixed(0)} MiB`,
)
console.log(
  `kept ${kept}, ${distinctPathsPerProblem.toFixed(2)} distinct paths a problem; dropped ${JSON.stringify(dropped)}`,
)
