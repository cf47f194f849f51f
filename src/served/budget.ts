/** What may be spent, and what has been. */
import { BudgetError, money } from '../core/index.ts'

/** Holds money back for a request until it is known what the request cost. */
export interface Reservation {
  settle(dollars: number): void
}

interface Waiting {
  most: number
  grant: (reservation: Reservation) => void
  refuse: (error: BudgetError) => void
}

/** Sums of many small numbers are off by their last digits. */
const DUST = 1e-9

/**
 * Money for one run. What requests under way may cost at most is held back, so that what is spent
 * stays below the limit, as far as the prices and the server's counts are true.
 */
export class Budget {
  readonly limit: number
  #spent: number
  #held = 0
  readonly #waiting: Waiting[] = []

  /** `spent` is what earlier attempts have cost. */
  constructor(limit: number, spent = 0) {
    this.limit = limit
    this.#spent = spent
  }

  get spent(): number {
    return this.#spent
  }

  /**
   * Holds `most` back; waits while only requests under way stand against that. Who came first is
   * served first. @throws BudgetError where too little is left
   */
  hold(most: number): Promise<Reservation> {
    return new Promise((grant, refuse) => {
      this.#waiting.push({ most, grant, refuse })
      this.#serve()
    })
  }

  /** Adds what was spent without being held back: by an earlier attempt. */
  add(dollars: number): void {
    this.#spent += dollars
  }

  #serve(): void {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      const fits = this.#spent + this.#held + next.most <= this.limit * (1 + DUST)
      if (!fits && this.#held > 0) return
      this.#waiting.shift()
      if (fits) next.grant(this.#reserve(next.most))
      else next.refuse(this.#over(next.most))
    }
  }

  #reserve(most: number): Reservation {
    this.#held += most
    let isOpen = true
    return {
      settle: (dollars) => {
        if (!isOpen) return
        isOpen = false
        this.#held -= most
        // What is left of nothing is dust, which would count as held.
        if (this.#held < DUST * this.limit) this.#held = 0
        this.#spent += dollars
        this.#serve()
      },
    }
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
