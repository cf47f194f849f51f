import { describe, expect, it } from 'vitest'
import { extractAnswer } from './extract.ts'
import { withoutTail } from './sentence-tail.ts'

describe('withoutTail', () => {
  it.each([
    ['The smallest is 7 (since 5 fails).', 'The smallest is 7'],
    ['It is $9$ (at the point $x = 2$).', 'It is $9$'],
    ['We add.\nThe maximum is 9, attained at $x=2$.', 'We add.\nThe maximum is 9'],
    ['Add 3. The maximum value is 9 when x = 2.', 'Add 3. The maximum value is 9'],
    ['So he walks 4 * 3 = 12 miles in 2 hours.', 'So he walks 4 * 3 = 12 miles'],
    ['The largest has 40 pages because 40 is more than 30', 'The largest has 40 pages'],
    ['The winner has 7, since the other one has 5.', 'The winner has 7'],
  ])('of %j is %j', (text, shortened) => {
    expect(withoutTail(text)).toBe(shortened)
  })

  it.each([
    'He will finish it in 6 days.',
    'He runs the 400-meter hurdles in 44 seconds.',
    'She pays for it (in dollars) 18.',
    'The product is $2$ (x + 1)',
    String.raw`Of all \( x^2 (y + 1) \) it is \( (\boxed{33}) \).`,
    'He has $4 because 20 - 6 = 14',
    'Since he paid 5, he has 3.',
    'She is 5 years older, so when she is 16, he is 11.',
    'We add 3 when it is even, so there are 4.',
  ])('of %j is all of it', (text) => {
    expect(withoutTail(text)).toBe(text)
  })
})

describe('a plain sentence', () => {
  it.each([
    ['So x = 3 and y = 4.', 'x = 3, y = 4'],
    ['So x = 3 or x = -3.', 'x = 3, x = -3'],
    ['Hence x = 1, y = 2, and z = 3.', 'x = 1, y = 2, z = 3'],
    ['The solution is (2, 3).', '(2, 3)'],
    ['The two numbers are 5 and 7.', '5, 7'],
    ['They are 5, 7, and 9.', '5, 7, 9'],
    ['They are 84 sofas and 88 chairs.', '88'],
    ['Selling 9 eggs at $2 each she makes 18', '18'],
    ['The time is 3:45 PM.', '3:45 PM'],
    ['He leaves at 3:45 p.m.', '3:45 p.m.'],
    ['The shop closes at 9 PM', '9'],
    ['minus 7', '-7'],
    ['So the change is negative 7.', '-7'],
    ['That is 12 minus 7', null],
    ['The smallest is 7 (since 5 fails).', '7'],
    ['The maximum is 9, attained at $x=2$.', '9'],
    ['He walks 12 miles in 2 hours.', '12'],
    ['The solution is (2, 3), since both are prime.', '(2, 3)'],
  ])('%j gives %j', (text, candidate) => {
    expect(extractAnswer(text).candidate).toBe(candidate)
  })

  it.each([
    ['So x = 3 and y = 4.', '4'],
    ['He walks 12 miles in 2 hours.', '2'],
  ])('%j still gives %j where a number is expected', (text, candidate) => {
    expect(extractAnswer(text, { expects: 'number' }).candidate).toBe(candidate)
  })
})
