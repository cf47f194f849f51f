/** All hostile programs. */
import { bytecode } from './bytecode.ts'
import { channels } from './channels.ts'
import { environment } from './environment.ts'
import { escapesStockPyodide } from './escapes-stock-pyodide.ts'
import { exitPrograms } from './exits.ts'
import { foreignFunctions } from './foreign-functions.ts'
import { forgedObjects } from './forged-objects.ts'
import { hangs } from './hangs.ts'
import { hostFiles } from './host-files.ts'
import { javascript } from './javascript.ts'
import { memory } from './memory.ts'
import { network } from './network.ts'
import { poisonInterpreter } from './poison-interpreter.ts'
import { poisonLibrary } from './poison-library.ts'
import { poisonRunner } from './poison-runner.ts'
import { poisonSurroundings } from './poison-surroundings.ts'
import { processes } from './processes.ts'
import type { HostileProgram } from './program.ts'

export { probe } from './probe.ts'
export { escaped, fillIn, type Canaries, type HostileProgram } from './program.ts'

const seenToEscape: ReadonlySet<string> = new Set(escapesStockPyodide)

export const hostilePrograms: readonly HostileProgram[] = [
  ...hostFiles,
  ...processes,
  ...network,
  ...environment,
  ...foreignFunctions,
  ...javascript,
  ...bytecode,
  ...channels,
  ...forgedObjects,
  ...poisonLibrary,
  ...poisonInterpreter,
  ...poisonRunner,
  ...poisonSurroundings,
  ...exitPrograms,
  ...hangs,
  ...memory,
].map((program) =>
  seenToEscape.has(program.id) ? { ...program, escapesStockPyodide: true } : program,
)
