/** Stage `curate.rft`: training rows from verified completions of one model or several. */
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { ConfigError, type Completion, type RunEvent } from '../../core/index.ts'
import {
  curateRft,
  representatives,
  type CompletionSource,
  type CurationReport,
  type ModelAccount,
} from '../../curate/index.ts'
import { readCompletions } from '../../data/index.ts'
import type { OwnershipResult, StageResults } from '../../evaluate/index.ts'
import { openSandbox } from '../../execute/index.ts'
import { taskOptions, withGold } from '../../verify/index.ts'
import { placedLabel, type InputPlace } from '../axes.ts'
import { defineStage, type StageContext } from '../stage.ts'
import { answerSettings } from './answer-settings.ts'
import {
  inputFile,
  labelOf,
  readProblemsInput,
  writeMeasures,
  writeOut,
  writeRecordsOut,
} from './files.ts'
import { sandboxSettings } from './sandbox-settings.ts'

const settings = z.strictObject({
  ...answerSettings,
  numGenerations: z
    .int()
    .min(0)
    .default(0)
    .describe(
      'Uses only the first so many completions of each problem from each model; 0 uses all.',
    ),
  includeGold: z
    .boolean()
    .default(true)
    .describe("Adds each problem's own solution, as the paper does."),
  dropGoldPath: z
    .boolean()
    .default(false)
    .describe(
      "Drops sampled completions with the path of the problem's own solution; the paper keeps them.",
    ),
  capPerProblem: z
    .int()
    .min(0)
    .default(0)
    .describe('Maximum number of sampled paths of a problem; 0 for no limit.'),
  representative: z
    .enum(representatives)
    .default('greedy')
    .describe(
      'How one solution is chosen for each path. greedy is the method of the paper; its choice depends on the order of the completions. orderIndependent makes the same choice in any order.',
    ),
  keepDuplicates: z
    .boolean()
    .default(false)
    .describe('Keeps all correct solutions, not one for each path.'),
  ...sandboxSettings,
})
type Settings = z.infer<typeof settings>

export const curateRftStage = defineStage<Settings>({
  version: 6,
  description:
    'training rows from completions whose answer is correct and whose equations are all true, one per distinct reasoning path',
  settings,
  inputs: {
    problems: { kind: 'path', takes: 'problems' },
    completions: {
      kind: 'path',
      takes: 'completions',
      list: true,
      description: 'Completions of one model, or of several models for a union.',
    },
    asManyRowsAs: {
      kind: 'artifact',
      takes: 'account',
      optional: true,
      description:
        'Another stage curate.rft. This stage keeps at most as many sampled rows as that one kept, chosen at random.',
    },
  },
  makes: ['rows', 'measures', 'account'],
  perSeed: 'inherit',
  async *run(context) {
    const faults: string[] = []
    const problems = (await readProblemsInput(context.inputs['problems']![0]!)).map(withGold)
    const sources = await Promise.all(
      context.inputs['completions']!.map((path, place) =>
        sourceOf(path, context.places['completions']![place]!, faults),
      ),
    )
    const maxRows = await sampledRows(context.inputs['asManyRowsAs']?.[0])
    const { rows, report } = await curated(context, problems, sources, maxRows)
    yield* leftOut(faults)
    await writeRecordsOut(context, 'rows.jsonl', rows)
    await writeOut(context, 'report.json', `${JSON.stringify(report, null, 2)}\n`)
    const { distinctPathsPerProblem, distinctPathsWithGold, correctPerProblem } = report
    await writeMeasures(context, {
      rows: report.rows,
      distinctPaths: distinctPathsPerProblem,
      distinctPathsWithGold,
      correctPaths: correctPerProblem,
    })
    await writeOut(context, 'results.json', `${JSON.stringify(resultsOf(report))}\n`)
    if (report.kept === 0) {
      const message = 'none of the completions is kept: no row is a solution of the model'
      yield { type: 'note', level: 'warning', message }
    }
    yield {
      type: 'note',
      level: 'info',
      message: `${rows.length} rows; ${distinctPathsPerProblem.toFixed(2)} distinct sampled paths per problem`,
    }
  },
})

async function curated(
  { settings: chosen, signal }: StageContext<Settings>,
  problems: Parameters<typeof curateRft>[0],
  sources: readonly CompletionSource[],
  maxRows: number,
): ReturnType<typeof curateRft> {
  const {
    includeGold,
    dropGoldPath,
    representative,
    keepDuplicates,
    completionsAre,
    sandbox: name,
    timeoutMs,
  } = chosen
  const options = {
    includeGold,
    dropGoldPath,
    representative,
    keepDuplicates,
    maxRows,
    numGenerations: chosen.numGenerations || Infinity,
    capPerProblem: chosen.capPerProblem || Infinity,
    task: { ...taskOptions(chosen), isNotebook: chosen.notebook },
    signal,
  }
  if (completionsAre === 'texts') return curateRft(problems, sources, options)
  await using sandbox = openSandbox({ sandbox: name, limits: { timeoutMs }, signal })
  return await curateRft(problems, sources, { ...options, sandbox })
}

/**
 * Completions that do not name their model get their stage's label and place, or their file's name.
 * A line that is wrong is told, not fatal.
 */
async function sourceOf(
  path: string,
  { coordinates }: InputPlace,
  faults: string[],
): Promise<CompletionSource> {
  const label = (await labelOf(path)) ?? basename(path).replace(/\.jsonl$/, '')
  return { model: placedLabel(label, coordinates), completions: goodCompletions(path, faults) }
}

async function* goodCompletions(
  path: string,
  faults: string[],
): AsyncGenerator<Completion, void, void> {
  for await (const entry of readCompletions(inputFile(path, 'completions.jsonl'))) {
    if ('value' in entry) yield entry.value
    else faults.push(entry.error.message)
  }
}

/** Further bad lines are only counted: usually they all have one cause. */
const mostShown = 10

function* leftOut(faults: readonly string[]): Generator<RunEvent, void, void> {
  for (const message of faults.slice(0, mostShown))
    yield { type: 'note', level: 'warning', message: `left out: ${message}` }
  if (faults.length > mostShown)
    yield { type: 'note', level: 'warning', message: `${faults.length} lines were left out in all` }
}

/**
 * How many sampled rows another curation kept; no limit where none is to be matched. @throws
 * ConfigError where it was none
 */
async function sampledRows(directory: string | undefined): Promise<number> {
  if (directory === undefined) return Infinity
  try {
    return z
      .object({ kept: z.int() })
      .parse(JSON.parse(await readFile(join(directory, 'report.json'), 'utf8'))).kept
  } catch (error) {
    throw new ConfigError(`${directory} holds no curation report`, {
      cause: error,
      hint: 'Name a stage of the kind curate.rft for asManyRowsAs.',
    })
  }
}

function resultsOf({
  input,
  kept,
  dropped,
  problemsByDistinctPaths,
  models,
  overlaps,
}: CurationReport): StageResults {
  const histogram = problemsByDistinctPaths.map((count, paths) => ({ paths, problems: count }))
  return {
    conservation: [{ input, kept, dropped }],
    distinctPaths: [{ histogram }],
    ...(models.length > 1 && { ownership: [{ models: models.map(owned), overlaps }] }),
  }
}

function owned({
  model,
  input,
  kept,
  dropped,
  problems,
  paths,
  exclusivePaths,
}: ModelAccount): OwnershipResult['models'][number] {
  return { model, input, kept, dropped, problems, paths, exclusivePaths }
}
