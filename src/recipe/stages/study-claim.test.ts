import { expect, it } from 'vitest'
import { comparePaired } from '../../evaluate/index.ts'
import { claimOf } from './study-claim.ts'

it.each([
  [4, 'more', 'undecided'], // McNemar's p is 0.125, and Tango's interval above 0
  [8, 'more', 'confirmed'],
  [8, 'less', 'not confirmed'],
  [4, 'notLess', 'confirmed'],
] as const)(
  'with %i problems of 400 won and none lost, a claim of %s is %s',
  (won, expects, verdict) => {
    const before = Array.from({ length: 400 }, () => 0)
    const after = before.map((value, place) => (place < won ? 1 : value))
    const { difference, ci95, p } = comparePaired([before], [after])
    expect(ci95[0]).toBeGreaterThan(0)
    expect(
      claimOf('x', { text: 'x', expects, margin: 0.01 }, { value: difference, ci95, p }),
    ).toMatchObject({ verdict })
  },
)
