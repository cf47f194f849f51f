/** `reckoner data import`: records of any shape in, problems and completions out. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { z } from 'zod'
import { ConfigError, DataError, counted, plural } from '../../core/index.ts'
import {
  describeRow,
  eachRow,
  fileStem,
  importMapping,
  readAhead,
  readRecords,
  recordImporter,
  shapeOf,
  shapes,
  sourceName,
  type Shape,
} from '../../data/index.ts'
import {
  createFaults,
  goodLines,
  printSummary,
  tell,
  writeRecords,
  type Faults,
} from '../jsonl-io.ts'
import { repeated } from '../options.ts'

interface Options {
  map: string[]
  shape?: string
  out: string
  json?: boolean
}

const help = `
The file is JSON Lines, a JSON array, CSV, TSV or Parquet, plain or packed with gzip or Zstandard.
Without --shape and --map, the command guesses the shape of the file from the first records, and
says which shape it is. --shape names the shape. --map alone names every field that is read. With
both, --map replaces only the fields that it names.

Fields: question, id, answer, solution, completion, model, options, messages, filter. A further
solution is solution.NAME, where NAME is a style such as short; it is written to solutionsByStyle.

How a path is written:
  a.b                   the field b in the object a
  choices[0].text       the first entry of a list
  samples[].output      every entry of a list; fields with the same samples[] are matched by entry
  a+b                   two fields joined by a line break; a+" "+b joins them with a space
  a|b                   the first of the two that is present
  a|                    a field that may be missing
  '"6b"'                a fixed text instead of a field, such as --map model='"6b"'

--map completion= may be given several times, each time with its --map model=.
--map options= names a list of options; given several times, a field for each option.
Without --map id=, a problem's id is made of the file's name and its line, counted from 0.
If the problems are in another file, give only --map id= and --map completion=. The ids must be
those of the problems in that file.

A completion that is null or missing counts as unanswered. docs/data.md shows an example of every
shape.

Examples:
  reckoner data import samples_gsm8k.jsonl --out imported
  reckoner data import train.parquet --shape openmathinstruct2 --out imported
  reckoner data import outputs.jsonl --map question=question --map answer=gold \\
    --map completion=samples[].output --map model=samples[].model --out imported
  reckoner data import tasks.csv --map question=task --map answer=key \\
    --map solution.short=short_way --map solution.long=long_way --out imported`

export function dataImportCommand(): Command {
  return new Command('import')
    .description('Convert records of any shape into problems.jsonl and completions.jsonl.')
    .argument('<file>', 'the records; - for standard input')
    .addOption(
      new Option('--shape <name>', 'the shape of the records').choices(
        shapes.filter(({ map }) => map.length > 0).map(({ name }) => name),
      ),
    )
    .option(
      '--map <field=path>',
      'where a field is in the records; see below (repeatable)',
      repeated,
      [],
    )
    .requiredOption('--out <directory>', 'directory for problems.jsonl and completions.jsonl')
    .option('--json', 'print the summary as JSON')
    .addHelpText('after', help)
    .action(importData)
}

async function importData(file: string, options: Options): Promise<void> {
  const faults = createFaults()
  const name = sourceName(file)
  const records = readRecords(file, z.unknown())
  // Paths of --map alone are those of the records as they stand.
  const isMapped = options.map.length > 0 && options.shape === undefined
  const { first, all } = await readAhead(isMapped ? records : eachRow(records), 10)
  const { mapping, shape } = importMapping(name, first, {
    entries: options.map,
    shapeName: options.shape,
    tell,
  })
  const joinsQuestions = shape?.joinsQuestions ?? false
  const importer = recordImporter(mapping, { fileName: name, stem: fileStem(name), joinsQuestions })
  const hasProblems = mapping.question !== undefined || mapping.messages !== undefined
  const hasCompletions = mapping.completions.length > 0 || mapping.messages !== undefined
  if (!hasCompletions) refuseEarlierCompletions(options.out)
  const isGuessed = options.map.length === 0 && options.shape === undefined
  const counts: Counts = { problems: 0, completions: 0, empty: 0, repeated: 0 }
  await writeWhere(hasProblems, join(options.out, 'problems.jsonl'), (writeProblem) =>
    writeWhere(hasCompletions, join(options.out, 'completions.jsonl'), async (writeCompletion) => {
      for await (const { line, value } of goodLines(all, faults)) {
        const imported = attempt(() => {
          if (isGuessed && shape) requireShape(shape, value, `${name}:${line}`)
          return importer.add(value, line)
        }, faults)
        if (!imported) continue
        if (imported.problem) await writeProblem(imported.problem)
        for (const completion of imported.completions) await writeCompletion(completion)
        counts.problems += imported.problem ? 1 : 0
        counts.completions += imported.completions.length
      }
      Object.assign(counts, importer.finish())
      if (counts.problems + counts.completions === 0)
        throw new DataError(`${name}: no record could be imported, so nothing was written`)
    }),
  )
  printSummary(options, summary(counts, options.out), {
    ...counts,
    ...(shape && { shape: shape.name }),
    out: options.out,
  })
  faults.finish()
}

/**
 * A row of another shape than the first ones would lose what those do not have. @throws DataError
 */
function requireShape(shape: Shape, row: unknown, where: string): void {
  const own = shapeOf(row)
  if (own?.name === shape.name) return
  throw new DataError(
    `${where}: ${own === null ? describeRow(row) : `the row looks like ${own.name}`}, but the first rows look like ${shape.name}`,
    {
      hint: `Import rows of one shape at a time. If the row has that shape too, give --shape ${shape.name}.`,
    },
  )
}

/**
 * Completions of an earlier import would be taken for those of these problems. @throws ConfigError
 */
function refuseEarlierCompletions(out: string): void {
  if (!existsSync(join(out, 'completions.jsonl'))) return
  throw new ConfigError(
    `--out ${out} holds the completions of an earlier import, but these records have none`,
    {
      hint: 'Name another directory.',
    },
  )
}

type Counts = Record<'problems' | 'completions' | 'empty' | 'repeated', number>

function summary({ problems, completions, empty, repeated }: Counts, out: string): string {
  const lines = [
    `${counted(problems, 'problem')} and ${counted(completions, 'completion')} in ${out}`,
  ]
  if (empty > 0)
    lines.push(
      `${counted(empty, 'completion is', 'completions are')} null or missing: ${plural(empty, 'it counts', 'they count')} as unanswered`,
    )
  if (repeated > 0)
    lines.push(
      `${counted(repeated, 'row')} left out: ${plural(repeated, 'it repeats', 'they repeat')} the completion of an earlier row, under another filter`,
    )
  return lines.join('\n')
}

type Fill = (write: (record: unknown) => Promise<void>) => Promise<void>

/** Leaves no empty file behind where there is nothing to write into it. */
function writeWhere(isAsked: boolean, path: string, fill: Fill): Promise<void> {
  return isAsked ? writeRecords(path, fill) : fill(async () => {})
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
