/**
 * Prints the programs of real models as JSON lines {id, code, prelude?}: npx tsx
 * tools/print-real-programs.mjs. With the argument `harnessed`, within the harnesses that they were
 * written for.
 */
import {
  allRealPrograms,
  harnessedPrograms,
  realProgramFiles,
} from '../tests/support/real-programs.ts'

const programs =
  process.argv[2] === 'harnessed' ? realProgramFiles.flatMap(harnessedPrograms) : allRealPrograms()
for (const program of programs) process.stdout.write(`${JSON.stringify(program)}\n`)
