/**
 * Prints the programs of real models as JSON lines {id, code}: npx tsx
 * tools/print-real-programs.mjs
 */
import { allRealPrograms } from '../tests/support/real-programs.ts'

for (const program of allRealPrograms()) process.stdout.write(`${JSON.stringify(program)}\n`)
