/** `reckoner data import`: records of any shape in, problems and completions out. */
import { join } from 'node:path'
import { Command } from 'commander'
import { z } from 'zod'
import { DataError } from '../../core/index.ts'
import { fileStem, parseMapping, recordImporter, sourceName } from '../../data/index.ts'
import { createFaults, goodRecords, printSummary, writeRecords, type Faults } from '../jsonl-io.ts'
import { repeated } from '../options.ts'

interface Options {
  map: string[]
  out: string
  json?: boolean
}

const help = `
Fields: question, id, answer, solution, completion, model. A path walks into objects and lists: a.b, choices[0].text, samples[].output.
Lists with the same samples[] belong together entry by entry. completion= may be given several times, each with its model=;
a quoted model is a name: --map model='"6b"'. Without id=, problems are called after the file and their line, counted from 0.

Example:
  reckoner data import outputs.jsonl --map question=question --map answer=gold \\
    --map completion=samples[].output --map model=samples[].model --out imported`

export function dataImportCommand(): Command {
  return new Command('import')
    .description('Turn JSON Lines of any shape into problems.jsonl and completions.jsonl.')
    .argument('<file>', 'JSON Lines; - for standard input')
    .requiredOption('--map <field=path>', 'where a field is found (repeatable)', repeated)
    .requiredOption('--out <directory>', 'where problems.jsonl and completions.jsonl go')
    .option('--json', 'print the summary as JSON')
    .addHelpText('after', help)
    .action(importData)
}

async function importData(file: string, options: Options): Promise<void> {
  const mapping = parseMapping(options.map)
  const faults = createFaults()
  const name = sourceName(file)
  const importer = recordImporter(mapping, name, fileStem(name))
  const counts = { problems: 0, completions: 0 }
  await writeRecords(join(options.out, 'problems.jsonl'), (writeProblem) =>
    writeCompletions(mapping.completions.length > 0, options.out, async (writeCompletion) => {
      for await (const { line, value } of goodRecords(file, z.unknown(), faults)) {
        const imported = attempt(() => importer.add(value, line), faults)
        if (!imported) continue
        if (imported.problem) await writeProblem(imported.problem)
        for (const completion of imported.completions) await writeCompletion(completion)
        counts.problems += imported.problem ? 1 : 0
        counts.completions += imported.completions.length
      }
      if (counts.problems === 0) throw new DataError(`${name}: no record could be imported, nothing was written`)
    }),
  )
  printSummary(options, `${counts.problems} problems and ${counts.completions} completions in ${options.out}`, {
    ...counts,
    out: options.out,
  })
  faults.finish()
}

type Fill = (write: (record: unknown) => Promise<void>) => Promise<void>

/** Leaves no empty file behind where no completions were asked for. */
function writeCompletions(asked: boolean, directory: string, fill: Fill): Promise<void> {
  return asked ? writeRecords(join(directory, 'completions.jsonl'), fill) : fill(async () => {})
}

/** The result of `action`, `null` when it met bad data, which is reported. */
function attempt<T>(action: () => T, faults: Faults): T | null {
  try {
    return action()
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    faults.report(error)
    return null
  }
}
