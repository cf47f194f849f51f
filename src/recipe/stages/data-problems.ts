/** Stage `data.problems`: problems from a file, or made by rule. */
import { z } from 'zod'
import type { Problem } from '../../core/index.ts'
import { ConfigError, counted, rng } from '../../core/index.ts'
import { isColumnPath, proceduralProblem } from '../../data/index.ts'
import { defineStage } from '../stage.ts'
import { notesOf, readProblemsInput, writeRecordsOut } from './files.ts'

/** How procedural problems are drawn, for other stages that tell their stories. */
export const problemFields = {
  count: z.int().min(0).default(0).describe('Number of problems; 0 takes all problems of a file.'),
  seed: z
    .int()
    .default(0)
    .describe('Seed of procedural problems, and of the random choice from a file.'),
  split: z
    .enum(['train', 'validation', 'test'])
    .default('train')
    .describe('Split of the procedural problems.'),
  minSteps: z
    .int()
    .min(1)
    .max(8)
    .default(1)
    .describe('Minimum number of reasoning steps of a procedural problem.'),
  maxSteps: z
    .int()
    .min(1)
    .max(8)
    .default(4)
    .describe('Maximum number of reasoning steps of a procedural problem.'),
  distractors: z
    .boolean()
    .default(false)
    .describe('Adds irrelevant facts to some of the procedural problems.'),
  styles: z
    .boolean()
    .optional()
    .describe(
      'Gives procedural problems a solution in each style: concise (steps merged into one expression) and fineGrained (one line for each step).',
    ),
  frames: z
    .union([
      z.strictObject({ only: z.array(z.string()).min(1) }),
      z.strictObject({ without: z.array(z.string()).min(1) }),
    ])
    .optional()
    .describe(
      'Story frames of the procedural problems: only those that are named, or all without them.',
    ),
  solutionColumns: z
    .record(
      z.string().min(1),
      z.string().refine(isColumnPath, 'expected the path of a column, such as solution or a.b'),
    )
    .optional()
    .describe(
      'Further worked solutions of a file: the names of their styles, each with the column that holds them.',
    ),
}
const settings = z.strictObject(problemFields)
type Settings = z.infer<typeof settings>

export const dataProblems = defineStage<Settings>({
  version: 1,
  description:
    'problems from `file` (see docs/data.md) or from another stage, or else procedural problems',
  settings,
  inputs: {
    file: {
      kind: 'path',
      takes: 'problems',
      optional: true,
      description: 'If absent, procedural problems are made.',
    },
  },
  makes: ['problems'],
  perSeed: false,
  async *run(context) {
    const file = context.inputs['file']?.[0]
    const told: string[] = []
    const tell = (sentence: string): void => void told.push(sentence)
    requireFitting(context.settings, file !== undefined)
    const all =
      file === undefined
        ? procedural(context.settings)
        : await readProblemsInput(file, tell, context.settings.solutionColumns)
    const problems = file === undefined ? all : chosen(all, context.settings)
    yield* notesOf(told)
    await writeRecordsOut(context, 'problems.jsonl', problems)
    const share = problems.length < all.length ? `${problems.length} of ` : ''
    yield { type: 'note', level: 'info', message: `${share}${counted(all.length, 'problem')}` }
  },
})

/** @throws ConfigError when solutions are asked for in the way of the other kind of problems */
function requireFitting({ styles, solutionColumns }: Settings, isFile: boolean): void {
  if (isFile && styles)
    throw new ConfigError('data.problems: `styles` is for procedural problems, not for a `file`', {
      hint: 'set solutionColumns to the columns of the file that hold solutions',
    })
  if (!isFile && solutionColumns)
    throw new ConfigError('data.problems: `solutionColumns` needs a `file`', {
      hint: 'set styles: true for procedural problems with solutions of two styles',
    })
}

/** @throws ConfigError when no number of problems was asked for */
function procedural(settings: Settings): Problem[] {
  const { count, seed, split, minSteps, maxSteps, distractors, styles = false, frames } = settings
  if (count === 0)
    throw new ConfigError('data.problems: neither `file` nor `count` is given', {
      hint: 'set count to the number of procedural problems',
    })
  const options = {
    seed,
    split,
    steps: { min: minSteps, max: maxSteps },
    distractors,
    styles,
    ...(frames && { frames }),
  }
  return Array.from({ length: count }, (_, index) => {
    const { id, question, answer, solution, solutionsByStyle, meta } = proceduralProblem(
      options,
      index,
    )
    const styled = solutionsByStyle && { solutionsByStyle }
    return { id, question, answer, solution, ...styled, meta }
  })
}

/** A random `count` of the file's problems, in the file's order. */
function chosen(problems: Problem[], { count, seed }: Settings): Problem[] {
  if (count === 0 || count >= problems.length) return problems
  const places = rng('choose', seed).shuffle(Array.from(problems.keys())).slice(0, count)
  return places.toSorted((a, b) => a - b).map((place) => problems[place]!)
}
