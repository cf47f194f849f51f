/**
 * Work that is counted before it is done, so that a verdict never depends on the machine's load.
 */

/**
 * Why a reading or a comparison ended early. Never leaves the layer: it becomes a text answer or an
 * `unknown`.
 */
export class Fault extends Error {
  readonly kind: 'syntax' | 'limit'

  constructor(kind: 'syntax' | 'limit', message: string) {
    super(message)
    this.kind = kind
  }
}

/** Steps that are left; a step is about 20 nanoseconds of work. */
export interface Budget {
  left: number
}

/** Steps of one reading: text of the greatest length that is read takes about a tenth of it. */
const readingSteps = 200_000

/** Steps of one comparison, about 50 milliseconds of work. */
const comparisonSteps = 2_000_000

export const readingBudget = (): Budget => ({ left: readingSteps })
export const comparisonBudget = (): Budget => ({ left: comparisonSteps })

/** Takes `steps` from the budget. @throws Fault when fewer are left. */
export function spend(budget: Budget, steps: number): void {
  budget.left -= steps
  if (!(budget.left >= 0)) throw new Fault('limit', 'the comparison takes too many steps')
}

/**
 * Returns what `work` returns, or `null` where it needs more than its budget or meets something it
 * cannot read.
 */
export function attempt<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (error instanceof Fault) return null
    throw error
  }
}
