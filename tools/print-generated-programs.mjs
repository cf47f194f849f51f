/**
 * Prints generated programs as JSON lines {id, code}: npx tsx tools/print-generated-programs.mjs
 * <seed> <count>
 */
import { generatedProgram } from '../tests/execute/generated/programs.ts'

const [seed, count] = process.argv.slice(2).map(Number)
for (let index = 0; index < count; index++) {
  process.stdout.write(
    JSON.stringify({ id: `${seed}/${index}`, code: generatedProgram(seed, index) }) + '\n',
  )
}
