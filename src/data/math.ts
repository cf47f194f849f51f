/** MATH's problems: `{problem, solution, answer?}`, the final answer in a box of the solution. */
import { z } from 'zod'
import type { Problem } from '../core/index.ts'

/** A row of MATH, of MATH-500, or of one of the collections that kept its field names. Some give several answers as a list. */
export const mathRowSchema = z
  .object({
    problem: z.string(),
    solution: z.string().optional(),
    answer: z.union([z.string(), z.array(z.string())]).optional(),
    unique_id: z.string().min(1).optional(),
  })
  .refine(({ solution, answer }) => solution !== undefined || answer !== undefined, 'the row has neither "answer" nor "solution"')

/** Returns the problem; its id is the row's `unique_id`, else `defaultId`. A list of answers becomes one answer. */
export function mathProblem(defaultId: string, row: z.infer<typeof mathRowSchema>): Problem {
  const { problem: question, solution, answer, unique_id: id = defaultId } = row
  return {
    id,
    question,
    ...(answer !== undefined && { answer: Array.isArray(answer) ? answer.join(', ') : answer }),
    ...(solution !== undefined && { solution }),
  }
}
