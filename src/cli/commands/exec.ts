/** `reckoner exec`: programs in, verdicts out. */
import { Command } from 'commander'
import { z } from 'zod'
import { ConfigError, DataError, counted, mapConcurrent } from '../../core/index.ts'
import { readRecords, sourceName } from '../../data/index.ts'
import {
  execute,
  maxAhead,
  openSandbox,
  refusedUnread,
  type ExecutionVerdict,
  type Status,
} from '../../execute/index.ts'
import { checkInputs, createFaults, printSummary, writeRecords } from '../jsonl-io.ts'
import { answersOf, executeOptions, sandboxOptions, type SandboxOptions } from '../options.ts'
import { missingPackages } from '../missing-packages.ts'
import { print } from '../output.ts'
import { requireRecords } from '../require-records.ts'
import { chooseRenderer } from '../render/choose-renderer.ts'

interface Options extends SandboxOptions {
  in: string
  out?: string
  json?: boolean
}

const programSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).transform(String),
  code: z.string(),
})

export function execCommand(): Command {
  const command = new Command('exec')
    .description('Run untrusted Python programs in a sandbox, with limits of time and memory.')
    .argument('[code]', 'one program; without it, programs are read from a file')
    .option('--in <file>', 'programs: {id, code}; - for standard input', '-')
    .option(
      '--out <file>',
      'file for the verdicts: {id, status, value, stdout, error, …} (default: standard output)',
    )
  for (const option of sandboxOptions()) command.addOption(option)
  return command
    .option('--json', 'print the summary as JSON, or the verdict of a single program')
    .addHelpText(
      'after',
      '\nThe answer of a program is the result of `def solution()` (called if the program does not call it\n' +
        'itself), the variable `ans`, the last expression (unless --no-notebook is given), or the last\n' +
        'line that is printed.\n' +
        '`status` is ok, error, timeout, memory or refused. `tier` says what ran the program.\n\n' +
        'Exit status for a single program: 0 when it gave a value, 1 when it failed.\n' +
        'Exit status for a file: 0 when every line holds a program, even one that fails; 2 when a line\n' +
        'holds no program. Wrong options give 2.',
    )
    .addHelpText(
      'after',
      "\nExamples:\n  reckoner exec 'ans = sum(range(10))'\n  reckoner exec --in programs.jsonl --out verdicts.jsonl --timeout-ms 2000",
    )
    .action((code: string | undefined, options: Options) =>
      code === undefined ? execFile(options) : execOne(code, options),
    )
}

async function execOne(code: string, options: Options): Promise<void> {
  if (options.in !== '-') throw new ConfigError('exec takes a program or --in, not both')
  for await (const verdict of execute(
    [{ id: 'program', code, ...answersOf(options) }],
    executeOptions(options),
  )) {
    if (options.json) await print(`${JSON.stringify(verdict)}\n`)
    else await print(`${verdict.source === 'stdout' ? '' : verdict.stdout}${describe(verdict)}\n`)
    if (verdict.status !== 'ok') process.exitCode = 1
  }
}

function describe({ status, text, error }: ExecutionVerdict): string {
  if (!error) return String(text)
  const where = error.line === null ? '' : ` (line ${error.line})`
  return `${status}: ${error.type}${error.message ? `: ${error.message}` : ''}${where}`
}

/**
 * A line that holds no program is reported as everywhere, and has its verdict too: there are as
 * many as there are lines.
 */
async function execFile(options: Options): Promise<void> {
  checkInputs([options.in], options.out)
  await requireRecords('--in', options.in, ['programs'])
  const faults = createFaults()
  const counts: Record<Status, number> = { ok: 0, error: 0, timeout: 0, memory: 0, refused: 0 }
  const renderer = chooseRenderer(false)
  const missing = missingPackages(options)
  let done = 0
  await using sandbox = openSandbox(executeOptions(options))
  await writeRecords(options.out, async (write) => {
    const verdicts = mapConcurrent(
      readRecords(options.in, programSchema),
      { limit: maxAhead },
      async (entry) => {
        if (!('error' in entry)) return sandbox.run({ ...entry.value, ...answersOf(options) })
        faults.report(entry.error)
        return refusedUnread(`line ${entry.line}`, entry.error.message)
      },
    )
    for await (const verdict of verdicts) {
      counts[verdict.status]++
      missing.take(verdict.error)
      renderer.event({ type: 'progress', label: 'exec', done: ++done, unit: 'programs' })
      await write(verdict)
    }
    if (done === 0) throw new DataError(`${sourceName(options.in)}: it contains no programs`)
  }).finally(() => renderer.end())
  const parts = Object.entries(counts).filter(([status, count]) => count > 0 || status === 'ok')
  printSummary(
    options,
    `${counted(done, 'program')}: ${parts.map(([status, count]) => `${count} ${status}`).join(', ')}`,
    counts,
  )
  missing.report()
  faults.finish()
}
