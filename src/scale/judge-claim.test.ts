import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeClaim, type Judgement } from './judge-claim.ts'

const number = fc.double({ min: -1, max: 1, noNaN: true })
/** An effect inside its interval. */
const measured = fc.tuple(number, number, number).map((values) => {
  const [low, effect, high] = values.sort((a, b) => a - b) as [number, number, number]
  return { effect, ci95: [low, high] as const }
})
const margins = fc.double({ min: 1e-6, max: 1, noNaN: true })
const order: Judgement[] = ['not confirmed', 'undecided', 'confirmed']

describe('judgeClaim', () => {
  it.each<[Judgement, number, number]>([
    ['confirmed', 0.01, 0.2],
    ['undecided', 0, 0.2],
    ['undecided', -0.1, 0.2],
    ['undecided', -0.1, 0],
    ['not confirmed', -0.2, -0.01],
    ['undecided', Number.NaN, 0.2],
  ])('greater is %s with %d…%d', (judgement, low, high) => {
    expect(judgeClaim({ kind: 'greater', effect: (low + high) / 2, ci95: [low, high] })).toBe(
      judgement,
    )
  })

  it.each<[Judgement, number, number]>([
    ['confirmed', 0.01, 0.2],
    ['confirmed', -0.04, 0.2],
    ['confirmed', -0.04, -0.01],
    ['undecided', -0.05, 0.2],
    ['undecided', -0.2, 0],
    ['not confirmed', -0.2, -0.01],
  ])('not less by 0.05 is %s with %d…%d', (judgement, low, high) => {
    expect(
      judgeClaim({ kind: 'notLess', margin: 0.05, effect: (low + high) / 2, ci95: [low, high] }),
    ).toBe(judgement)
  })

  it('is undecided where the effect lies on the other side of its interval', () => {
    expect(judgeClaim({ kind: 'greater', effect: -0.1, ci95: [0.1, 0.2] })).toBe('undecided')
    expect(judgeClaim({ kind: 'greater', effect: 0.1, ci95: [-0.2, -0.1] })).toBe('undecided')
  })

  it('needs a margin for notLess', () => {
    for (const margin of [0, -1, Number.NaN])
      expect(() => judgeClaim({ kind: 'notLess', margin, effect: 0, ci95: [0, 0] })).toThrow(
        RangeError,
      )
    expect(() => judgeClaim({ kind: 'notLess', effect: 0, ci95: [0, 0] })).toThrow(
      'needs a margin above 0',
    )
  })

  it('greater turns round with the sign', () => {
    const opposite = {
      confirmed: 'not confirmed',
      'not confirmed': 'confirmed',
      undecided: 'undecided',
    }
    fc.assert(
      fc.property(measured, ({ effect, ci95 }) => {
        const turned = judgeClaim({ kind: 'greater', effect: -effect, ci95: [-ci95[1], -ci95[0]] })
        expect(turned).toBe(opposite[judgeClaim({ kind: 'greater', effect, ci95 })])
      }),
    )
  })

  it('never falls when the effect rises, nor when the margin grows, and greater implies not less', () => {
    fc.assert(
      fc.property(measured, margins, margins, ({ effect, ci95: [low, high] }, margin, more) => {
        const greater = judgeClaim({ kind: 'greater', effect, ci95: [low, high] })
        const notLess = judgeClaim({ kind: 'notLess', margin, effect, ci95: [low, high] })
        const lifted = judgeClaim({
          kind: 'notLess',
          margin,
          effect: effect + more,
          ci95: [low + more, high + more],
        })
        const wider = judgeClaim({
          kind: 'notLess',
          margin: margin + more,
          effect,
          ci95: [low, high],
        })
        expect(order.indexOf(notLess)).toBeGreaterThanOrEqual(order.indexOf(greater))
        expect(order.indexOf(lifted)).toBeGreaterThanOrEqual(order.indexOf(notLess))
        expect(order.indexOf(wider)).toBeGreaterThanOrEqual(order.indexOf(notLess))
      }),
    )
  })
})
