import { describe, expect, it } from 'vitest'
import { lineThatSays, numberOfSentence } from './printed-sentence.ts'

describe('numberOfSentence', () => {
  it.each([
    ['42 of the 50 apples are left', '42'],
    ['12 of the 30 students play chess', '12'],
    ['Out of 50 apples, 42 are left.', '42'],
    ['40 years old in 2030', '40'],
    ['Each pays $25 for a group of 4', '$25'],
    ['22 dollars left after spending 8 dollars', '22'],
    ['20% of 150 is 30.0', '30.0'],
    ['17 divided by 12 leaves a remainder of 5', '5'],
    ['The total cost for 3 apples is $42', '$42'],
    ['x = 3 gives y = 7', '7'],
    ['There are 7 primes less than 18', '7'],
    ['35% of the total 200', '35%'],
  ])('takes what %j is about', (line, number) => {
    expect(numberOfSentence(line)).toBe(number)
  })

  it.each([
    'Tom has 18 apples and Jane has 12',
    '15 more stickers than Ben, who has 27 or 28',
    'An increase of 60% from 20',
    '1 2 3',
    'An error: 5 of 6 failed at 7',
  ])('does not take the last number of %j', (line) => {
    expect([null, '15', '5']).toContain(numberOfSentence(line))
    expect(numberOfSentence(line)).not.toBe(line.match(/\d+/g)!.at(-1))
  })

  it('has no opinion of a line with one number', () => {
    expect(numberOfSentence('Tom has 18 apples left.')).toBeUndefined()
    expect(numberOfSentence('no number')).toBeUndefined()
  })
})

describe('lineThatSays', () => {
  it.each([
    ['42\n-----\n', '-----', '42'],
    ['The answer is 42\nDone!\n', 'Done!', 'The answer is 42'],
    ['42\nTime taken: 0.0 seconds\n', 'Time taken: 0.0 seconds', '42'],
    ['Done!\n', 'Done!', 'Done!'],
    ['41\n42\n', '42', '42'],
  ])('of %j is the last that states anything', (printed, last, line) => {
    expect(lineThatSays(printed, last)).toBe(line)
  })
})
