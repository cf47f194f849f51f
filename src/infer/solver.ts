/**
 * A solver: a model directory that also says how answers are chosen among the model's completions,
 * and holds the evaluator where that takes one.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ConfigError } from '../core/index.ts'
import { answerKinds, policyNames } from '../verify/index.ts'
import { namedStrategy, strategiesWith } from './strategies.ts'
import { selectionFields, unreadOption } from './strategy-options.ts'

/** The file of a model directory that says how it is used; only solvers have it. */
export const solverFile = 'solver.json'
/** Where a solver's evaluator is, in its directory. */
export const solverEvaluator = 'evaluator'

const schema = z
  .strictObject({
    strategy: z.enum(
      strategiesWith('generate').filter(
        (name) => name !== 'greedy' && namedStrategy(name).runs !== true,
      ),
    ),
    options: z.strictObject(selectionFields),
    /** Completions that are drawn of a problem. */
    numGenerations: z.int().min(1),
    temperature: z.number().positive(),
    /** The text with {question} in it that the completions were drawn with. */
    promptFormat: z.string().optional(),
    /** How answers are found and compared. */
    expects: z.enum(answerKinds),
    policy: z.enum(policyNames),
    /** Share of the validation problems that it solved, 0…1. */
    accuracy: z.number().min(0).max(1),
  })
  .superRefine(({ strategy, options }, { addIssue }) => {
    for (const option of Object.keys(options)) {
      const message = unreadOption(namedStrategy(strategy), option)
      if (message !== null) addIssue({ code: 'custom', path: ['options', option], message })
    }
  })

/** What `solver.json` holds. */
export type SolverRecord = z.infer<typeof schema>

export interface Solver extends SolverRecord {
  /** The directory of the evaluator; absent where the strategy chooses without scores. */
  evaluator?: string
}

/**
 * Returns how a model directory says that it is used, `null` where it is a model alone. @throws
 * ConfigError where that is damaged, names a strategy or options that there are not, or lacks the
 * evaluator that it needs
 */
export async function readSolver(directory: string): Promise<Solver | null> {
  const path = join(directory, solverFile)
  if (!existsSync(path)) return null
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new ConfigError(`${path} cannot be read`, { cause: error })
  })
  const record = parseRecord(text, path)
  if (!namedStrategy(record.strategy).scored) return record
  const evaluator = join(directory, solverEvaluator)
  if (existsSync(evaluator)) return { ...record, evaluator }
  throw new ConfigError(
    `${directory}: its strategy ${record.strategy} needs an evaluator, and there is no ${solverEvaluator}/`,
    { hint: 'Copy the whole directory, or make the solver again: reckoner stages infer.choose.' },
  )
}

function parseRecord(text: string, path: string): SolverRecord {
  const hint = 'Make the solver again (reckoner stages infer.choose), or mend the file.'
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new ConfigError(`${path} is damaged: it is not JSON`, { cause: error, hint })
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path: at, message }) =>
    at.length === 0 ? message : `${at.join('.')}: ${message}`,
  )
  throw new ConfigError(`${path} is damaged: ${faults.join('; ')}`, { hint })
}
