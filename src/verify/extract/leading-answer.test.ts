import { describe, expect, it } from 'vitest'
import { extractAnswer } from './extract.ts'
import { leadingAnswer } from './leading-answer.ts'

const raw = String.raw

describe('leadingAnswer', () => {
  it.each([
    ['2n+1, where n is the number of sides', '2n+1'],
    [raw`3\sqrt2 where this is the side of a square`, raw`3\sqrt2`],
    [raw`\frac{1}{2}n where n is the number`, raw`\frac{1}{2}n`],
    ['3√2 since the diagonal is that long', '3√2'],
    ['12√3 square centimeters is the area', '12√3'],
    ['12√3 (about 20.8) in all cases', '12√3'],
    ['3π since the radius is one', '3π'],
    ['2(a+b), where a and b are the sides', '2(a+b)'],
    ['4k where k is any integer', '4k'],
    ['(3, 4) since it lies on both lines', '(3, 4)'],
    ['[0, 1) because the series converges there', '[0, 1)'],
    ['-3 or 3 because both squares are nine', '-3 or 3'],
    ['x = 3 when the second sum is 2', 'x = 3'],
    ['2 + 3 = 5 since that is a sum', '2 + 3 = 5'],
    ['18 dollars for 3 days', '18'],
    ['18 a day for 3 days', '18'],
    ['$18 per day and $20 at night', '$18'],
    ['18 or so dollars are left', '18'],
  ])('of %j is %j', (statement, answer) => {
    expect(leadingAnswer(statement)).toBe(answer)
  })

  it.each([
    'the sum of 2n and 3',
    'x is 5 for all of them',
    '2 + 3 is 5 in all cases',
    'x = 2n where n is 3, so x = 6',
    '252 / 12 = 21 a day. 21 * $2 = $42 a day',
  ])('of %j is none', (statement) => {
    expect(leadingAnswer(statement)).toBeNull()
  })
})

describe('a statement', () => {
  it.each([
    ['The answer is 2n+1, where n is the number of sides.', '2n+1'],
    ['The answer is 2n+1, where n is the number of sides.\nI hope that this helps.', '2n+1'],
    [raw`\boxed{\frac{1}{2}n where n is the number}`, raw`\frac{1}{2}n`],
    ['#### 4k where k is any integer', '4k'],
    [raw`Answer: $12\pi$ square units, about 37.7.`, raw`12\pi`],
    ['Answer: $12x$ square units, about 37.7.', '12x'],
    ['The answer is minus 7.', '-7'],
    ['The answer is negative $5 for each of them.', '-$5'],
    ['Answer: 7! = 5040', '7! = 5040'],
    ['The answer is 42! I am glad.', '42'],
  ])('%j gives %j', (text, candidate) => {
    expect(extractAnswer(text).candidate).toBe(candidate)
  })
})
