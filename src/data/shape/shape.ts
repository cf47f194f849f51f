/** What a shape of public records is. */
import { listOf } from './field-path.ts'

/** A shape: how its rows are recognised, and where their fields are. */
export interface Shape {
  name: string
  /** Whose rows look like this. */
  of: string
  /** Paths that a row has, `null` or not. */
  has: readonly string[]
  /** What else makes a row one of this shape. */
  when?: (row: Record<string, unknown>) => boolean
  /** Mapping entries, as `--map` takes them; none where the rows cannot be graded. */
  map: readonly string[]
  /** Why rows of this shape are not read, and what to do. */
  refusal?: string
  /** Rows that ask the same are one problem. */
  joinsQuestions?: boolean
  /** What stands where there is no answer. */
  noAnswer?: readonly string[]
  /** The problems of a row that holds several, as rows of their own, which have their own shape. */
  problems?: (row: Record<string, unknown>) => unknown[]
  /** A completion is a list of steps. */
  joinsSteps?: boolean
  /** Rows are problems as they are; nothing is told when they are recognised. */
  isPlain?: boolean
}

export const isText = (value: unknown): boolean => typeof value === 'string'
export const firstOf = (value: unknown): unknown => listOf(value)?.[0]
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
