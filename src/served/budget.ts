/** What may be spent, and what has been. */
import { BudgetError, money } from '../core/index.ts'

/** Holds money back for a request until it is known what the request cost. */
export interface Reservation {
  settle(dollars: number): void
}

/**
 * Money for one run. What requests under way may cost at most is held back, so that what is spent
 * stays below the limit, as far as the prices and the server's counts are true.
 */
export class Budget {
  readonly limit: number
  #spent: number
  #held = 0
  readonly #waiting: (() => void)[] = []

  /** `spent` is what earlier attempts have cost. */
  constructor(limit: number, spent = 0) {
    this.limit = limit
    this.#spent = spent
  }

  get spent(): number {
    return this.#spent
  }

  /**
   * Holds `most` back; waits while only requests under way stand against that. @throws BudgetError
   * where too little is left
   */
  async hold(most: number): Promise<Reservation> {
    while (this.#spent + this.#held + most > this.limit) {
      if (this.#held <= 0) throw this.#over(most)
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    this.#held += most
    let isOpen = true
    return {
      settle: (dollars) => {
        if (!isOpen) return
        isOpen = false
        // Sums of many small numbers leave dust, which would count as held.
        this.#held = Math.max(0, this.#held - most)
        if (this.#held < 1e-12) this.#held = 0
        this.#spent += dollars
        for (const go of this.#waiting.splice(0)) go()
      },
    }
  }

  /** Adds what was spent without being held back: by an earlier attempt. */
  add(dollars: number): void {
    this.#spent += dollars
  }

  #over(most: number): BudgetError {
    return new BudgetError(
      `the budget of ${money(this.limit)} is used up: ${money(this.#spent)} are spent, and the next request may cost up to ${money(most)}`,
      {
        hint: 'What was paid for is kept. The same command with a higher --budget goes on.',
      },
    )
  }
}
