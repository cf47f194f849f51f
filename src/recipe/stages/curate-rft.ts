/** Stage `curate.rft`: training rows from verified completions of one model or several. */
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { ConfigError, counted } from '../../core/index.ts'
import {
  curateRft,
  keeps,
  representatives,
  type CompletionSource,
  type CurationReport,
  type ModelAccount,
} from '../../curate/index.ts'
import type { OwnershipResult, StageResults } from '../../evaluate/index.ts'
import { withGold } from '../../verify/index.ts'
import { defineStage, verdictsOf, type StageContext } from '../stage.ts'
import {
  completionsOfInput,
  readProblemsInput,
  saysPrograms,
  verdictsOfInput,
  writeMeasures,
  writeOut,
  writeRecordsOut,
} from './files.ts'
import { gradingSettings } from './grading-settings.ts'

const settings = z.strictObject({
  ...gradingSettings,
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
  keep: z
    .enum(keeps)
    .optional()
    .describe(
      'Which completions may become rows: correct (those with the gold answer, default), answered (all that give an answer: programs that run), or all, as without any check.',
    ),
  stripComments: z
    .boolean()
    .optional()
    .describe('Leaves comments and docstrings out of rows that are programs.'),
  keepDuplicates: z
    .boolean()
    .default(false)
    .describe('Keeps all correct solutions, not one for each path.'),
})
type Settings = z.infer<typeof settings>

export const curateRftStage = defineStage<Settings>({
  version: 8,
  description:
    'training rows from completions whose answer is correct and whose equations are all true, one per distinct reasoning path',
  settings,
  inputs: {
    problems: { kind: 'path', takes: 'problems' },
    completions: {
      kind: 'path',
      takes: 'completions',
      list: true,
      graded: true,
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
    const problems = (await readProblemsInput(context.inputs['problems']![0]!)).map(withGold)
    const sources = context.inputs['completions']!.map((path, place) =>
      sourceOf(context, path, place),
    )
    const arePrograms = await writePrograms(context)
    const maxRows = await sampledRows(context.inputs['asManyRowsAs']?.[0])
    const { rows, report } = await curated(context, problems, sources, { maxRows, arePrograms })
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
      message: `${counted(rows.length, 'row')}; ${distinctPathsPerProblem.toFixed(2)} distinct sampled paths per problem`,
    }
  },
})

function curated(
  { settings: chosen, signal }: StageContext<Settings>,
  problems: Parameters<typeof curateRft>[0],
  sources: readonly CompletionSource[],
  { maxRows, arePrograms }: { maxRows: number; arePrograms: boolean },
): ReturnType<typeof curateRft> {
  const { includeGold, dropGoldPath, representative, keepDuplicates, keep, stripComments } = chosen
  return curateRft(problems, sources, {
    includeGold,
    dropGoldPath,
    representative,
    keepDuplicates,
    maxRows,
    numGenerations: chosen.numGenerations || Infinity,
    capPerProblem: chosen.capPerProblem || Infinity,
    ...(keep && { keep }),
    ...(stripComments && { stripComments }),
    programs: arePrograms,
    signal,
  })
}

/**
 * Whether the completions are programs. @throws ConfigError where only some are: paths of programs
 * and texts are not compared
 */
async function writePrograms({ id, settings: chosen, inputs }: StageContext<Settings>) {
  if (chosen.completionsAre === 'programs') return true
  const said = await Promise.all(inputs['completions']!.map(saysPrograms))
  if (!said.includes(true)) return false
  if (said.includes(false))
    throw new ConfigError(`${id}: some of its completions are programs, and others are texts`, {
      hint: 'Use a stage for each, and give train.sft the rows of both.',
    })
  return true
}

/**
 * Completions that do not name their model get the name of what made them, or of their file. A line
 * that holds none is left out: the stage `verify` has told of it.
 */
function sourceOf(
  { inputs, places }: StageContext<Settings>,
  path: string,
  place: number,
): CompletionSource {
  const { maker = basename(path).replace(/\.jsonl$/, '') } = places['completions']![place]!
  return {
    model: maker,
    completions: completionsOfInput(path),
    verdicts: verdictsOfInput(inputs[verdictsOf('completions')]![place]!),
  }
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
