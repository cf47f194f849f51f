/**
 * Chooses documents of a folder and prints what it took; a process of its own, so that memory is
 * its alone.
 */
import { join } from 'node:path'
import { drain } from '../src/core/index.ts'
import { chooseDocuments } from '../src/data/index.ts'
import { openEmbedder } from '../src/sample/index.ts'

const [folder, name, directory] = process.argv.slice(2) as [string, string, string?]

const start = performance.now()
const embedder = directory === undefined ? null : await openEmbedder(directory)
const { read, kept } = await drain(
  chooseDocuments({
    corpus: join(folder, `${name}.jsonl`),
    reference: { problems: [join(folder, 'problems.jsonl')], documents: [] },
    embedder,
    rules: {},
    label: 'documents',
    keep: async () => {},
    unread: ({ error }) => {
      throw error
    },
    tell: () => {},
  }),
)
await embedder?.[Symbol.asyncDispose]()
const seconds = (performance.now() - start) / 1000
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
console.log(
  `${read.toLocaleString('en')} documents by ${name}, 2 000 problems as the reference: ` +
    `${seconds.toFixed(1)} s, ${((userCPUTime + systemCPUTime) / 1e6).toFixed(1)} s of processor time, ` +
    `${(maxRSS / 1024).toFixed(0)} MiB; kept ${kept}`,
)
