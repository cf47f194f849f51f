/**
 * `npm run bench`: rates of this machine, side by side with peers where they are installed; `npm
 * run bench answers` for one part.
 */
import { cpus } from 'node:os'
import { printAnswers } from './answer-table.ts'
import { printBeams } from './beams.ts'
import { printDocuments } from './documents.ts'
import { formatMeasured } from './measure.ts'
import { printLimits } from './limits.ts'
import { printMillion } from './million.ts'
import { printModels } from './models.ts'
import { curation, verification } from './offline.ts'
import { printOpening } from './open.ts'
import { printPicking } from './picking.ts'
import { printPrograms } from './programs.ts'
import { printProviders } from './providers.ts'
import { printRationales } from './rationales.ts'
import { printReal } from './real.ts'
import { printScoring } from './scoring.ts'
import { printSelection } from './selection.ts'
import { printServed } from './served.ts'
import { printSessions } from './sessions.ts'

const parts = {
  models: printModels,
  open: printOpening,
  picking: printPicking,
  providers: printProviders,
  real: printReal,
  rationales: printRationales,
  scoring: printScoring,
  beams: printBeams,
  answers: printAnswers,
  programs: printPrograms,
  limits: printLimits,
  million: printMillion,
  documents: printDocuments,
  selection: printSelection,
  served: printServed,
  sessions: printSessions,
  async offline() {
    console.log(`verification          ${formatMeasured(await verification())} completions/s`)
    console.log(`curation              ${formatMeasured(await curation())} completions/s`)
  },
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in parts))
if (unknown.length > 0) {
  console.error(`bench: no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`)
  process.exit(2)
}

console.log(`node ${process.version}, ${cpus().length} cores; medians (lowest–highest)`)
for (const [name, print] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log()
  await print()
}
