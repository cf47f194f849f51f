import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BudgetError } from '../core/index.ts'
import { Budget } from './budget.ts'

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

describe('a budget', () => {
  it('is never exceeded, whatever is asked at once and whatever it costs', async () => {
    const request = fc.record({
      most: fc.double({ min: 0, max: 3, noNaN: true }),
      share: fc.nat(100),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(request, { maxLength: 30 }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        async (requests, limit) => {
          const budget = new Budget(limit)
          let refused = 0
          await Promise.all(
            requests.map(async ({ most, share }) => {
              try {
                const held = await budget.hold(most)
                await turn()
                held.settle((most * share) / 100)
                held.settle(1000) // once more does nothing
              } catch (error) {
                expect(error).toBeInstanceOf(BudgetError)
                refused++
              }
              expect(budget.spent).toBeLessThanOrEqual(limit * (1 + 1e-6))
            }),
          )
          const wanted = requests.reduce((sum, { most }) => sum + most, 0)
          if (wanted <= limit) expect(refused).toBe(0)
          if (requests.some(({ most }) => most > limit * 1.01)) expect(refused).toBeGreaterThan(0)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('waits while only requests under way stand against a request, in their order', async () => {
    const budget = new Budget(1)
    const [first, second] = [await budget.hold(0.6), await budget.hold(0.4)]
    const order: string[] = []
    const large = budget.hold(0.9).then((held) => (order.push('large'), held))
    const small = budget.hold(0.1).then((held) => (order.push('small'), held))
    await turn()
    expect(order).toEqual([])
    first.settle(0.05)
    await turn()
    expect(order).toEqual([])
    second.settle(0.05)
    const [a, b] = [await large, await Promise.race([small, turn()])]
    expect(order).toEqual(['large'])
    expect(b).toBe(undefined)
    a.settle(0)
    await small
    expect(order).toEqual(['large', 'small'])
  })

  it('says what is spent, and that more helps', async () => {
    const budget = new Budget(0.5, 0.2)
    budget.add(0.1)
    const held = await budget.hold(0.2)
    held.settle(0.15)
    await expect(budget.hold(0.1)).rejects.toMatchObject({
      name: 'BudgetError',
      message:
        'the budget of $0.50 is used up: $0.45 are spent, and the next request may cost up to $0.10',
    })
    expect(budget.spent).toBeCloseTo(0.45)
  })

  it('is spent to its last tenth, though tenths are no exact numbers', async () => {
    const budget = new Budget(0.3)
    for (let request = 0; request < 3; request++) (await budget.hold(0.1)).settle(0.1)
    await expect(budget.hold(0.001)).rejects.toThrow(BudgetError)
    await budget.hold(0)
  })
})
