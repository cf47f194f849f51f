/** The layouts in which labelled steps are published, each with the fields that tell it. */
import { z } from 'zod'
import {
  describeValue,
  filledTextSchema,
  idSchema,
  labelledStepsSchema,
  ratedStepSchema,
  type LabelledSteps,
  type RatedStep,
} from '../../core/index.ts'
import { isObject } from './shape.ts'

/** Labelled steps that may have no id of their own. */
export type UnnamedSteps = Omit<LabelledSteps, 'id'> & { id?: string | undefined }

type Row = Record<string, unknown>

export interface StepShape {
  name: string
  of: string
  /** Fields that every row has. */
  has: readonly string[]
  /** What else makes a row one of this shape. */
  when?: (row: Row) => boolean
  /** The row with the fields that the schema has. */
  rename?: (row: Row, defaultId: string) => Row
  /** What a row holds: records, of which there are several where it goes on after candidates. */
  schema: z.ZodType<UnnamedSteps[]>
}

const id = idSchema.nullish().transform((own) => own ?? undefined)
const texts = z.array(filledTextSchema)
const someTexts = texts.refine((steps) => steps.length > 0, 'must hold a step')

/** Steps of which all before the first wrong one are right. */
const stepsUpTo = (steps: readonly string[], firstError: number | null): LabelledSteps['steps'] =>
  steps.map((text, place) => {
    if (firstError === null || place < firstError) return { text, label: 'right' }
    return { text, label: place === firstError ? 'wrong' : 'unknown' }
  })

const unjudged = (steps: readonly string[]): LabelledSteps['steps'] =>
  steps.map((text) => ({ text, label: 'unknown' }))

/** An issue of a field that names no step. */
const noStep = (field: string, expected: string, found: unknown) => ({
  code: 'custom' as const,
  path: [field],
  message: `must be ${expected}, found ${describeValue(found)}`,
})

const processBench = z
  .object({ id, problem: filledTextSchema, steps: someTexts, label: z.number() })
  .transform((row, context): UnnamedSteps[] => {
    const { label, steps } = row
    if (!Number.isInteger(label) || label < -1 || label >= steps.length) {
      const expected = `-1 or the place of a step, 0 to ${steps.length - 1}`
      context.addIssue(noStep('label', expected, label))
      return z.NEVER
    }
    const labelled = stepsUpTo(steps, label === -1 ? null : label)
    return [{ id: row.id, question: row.problem, steps: labelled }]
  })

const mrGsm8k = z
  .object({
    uuid: id,
    question: filledTextSchema,
    model_output_steps: someTexts,
    solution_correctness: z.enum(['correct', 'wrong']),
    // Correct solutions have `N/A` here, or nothing.
    first_error_step: z.union([z.number(), z.string()]).nullish(),
  })
  .transform((row, context): UnnamedSteps[] => {
    const steps = row.model_output_steps
    const isRight = row.solution_correctness === 'correct'
    const first = Number(row.first_error_step ?? Number.NaN)
    if (!isRight && !(Number.isInteger(first) && first >= 1 && first <= steps.length)) {
      const expected = `the number of a step, 1 to ${steps.length}`
      context.addIssue(noStep('first_error_step', expected, row.first_error_step))
      return z.NEVER
    }
    const labelled = stepsUpTo(steps, isRight ? null : first - 1)
    return [{ id: row.uuid, question: row.question, steps: labelled }]
  })

/** The published file has longer names than the results of graders. */
const shortNames = (row: Row): Row => ({
  ...row,
  solution_correctness: row['solution_correctness'] ?? row['model_output_solution_correctness'],
  first_error_step: row['first_error_step'] ?? row['model_output_solution_first_error_step'],
})

const prm800kGrouped = z
  .object({
    problem: filledTextSchema,
    previous_steps: texts,
    candidates: z
      .array(z.object({ next_response: filledTextSchema, rating: ratedStepSchema.shape.rating }))
      .refine((candidates) => candidates.length > 0, 'must hold a step'),
  })
  .transform(({ problem, previous_steps, candidates }): UnnamedSteps[] => [
    {
      question: problem,
      steps: unjudged(previous_steps),
      candidates: candidates.map(({ next_response: text, rating }) => ({ text, rating })),
    },
  ])

const humanStep = z.union([filledTextSchema, z.object({ text: filledTextSchema })]).nullish()
const prm800k = z
  .object({
    question: z.object({ problem: filledTextSchema }),
    label: z.object({
      steps: z.array(
        z.object({
          completions: z.array(ratedStepSchema).nullish(),
          human_completion: humanStep,
          chosen_completion: z.int().nullish(),
        }),
      ),
    }),
  })
  .transform(({ question, label }): UnnamedSteps[] => {
    const records: UnnamedSteps[] = []
    const before: string[] = []
    for (const { completions, human_completion: human, chosen_completion: chosen } of label.steps) {
      const candidates: RatedStep[] = completions ?? []
      if (candidates.length > 0)
        records.push({ question: question.problem, steps: unjudged(before), candidates })
      const byHuman = typeof human === 'string' ? human : human?.text
      const next = candidates[chosen ?? -1]?.text ?? byHuman
      if (next === undefined) break
      before.push(next)
    }
    return records
  })

const naturalProgram = z
  .object({ question: filledTextSchema, answer: filledTextSchema, flag: z.literal([0, 1]) })
  .transform(({ question, answer, flag }): UnnamedSteps[] => [
    { question, steps: stepsUpTo([answer], flag === 1 ? null : 0) },
  ])

/** In the order in which they are tried. */
export const stepShapes: readonly StepShape[] = [
  {
    name: 'prm800k',
    of: 'PRM800K and files in its layout',
    has: ['question', 'label'],
    when: ({ question, label }) => isObject(question) && isObject(label),
    schema: prm800k,
  },
  {
    name: 'prm800k-candidates',
    of: 'PRM800K, the candidates after the same steps a row',
    has: ['problem', 'previous_steps', 'candidates'],
    schema: prm800kGrouped,
  },
  {
    name: 'processbench',
    of: 'ProcessBench',
    has: ['problem', 'steps', 'label'],
    schema: processBench,
  },
  {
    name: 'mr-gsm8k',
    of: 'MR-GSM8K',
    has: ['question', 'model_output_steps'],
    rename: shortNames,
    schema: mrGsm8k,
  },
  {
    name: 'natural-program',
    of: 'natural programs, whose labels are of whole chains: each is one step',
    has: ['question', 'answer', 'flag'],
    schema: naturalProgram,
  },
  {
    name: 'labelled-steps',
    of: 'labelled steps',
    has: ['question', 'steps'],
    rename: (row, defaultId) => ({ ...row, id: row['id'] ?? defaultId }),
    schema: labelledStepsSchema.transform((own): UnnamedSteps[] => [own]),
  },
]

/** Returns the first shape that a row has, `null` where it has none. */
export function stepShapeOf(row: unknown): StepShape | null {
  if (!isObject(row) || Array.isArray(row)) return null
  const hasAll = ({ has, when }: StepShape): boolean =>
    has.every((field) => Object.hasOwn(row, field)) && (when?.(row) ?? true)
  return stepShapes.find(hasAll) ?? null
}
