import { describe, expect, it } from 'vitest'
import { choiceLetter, readChoices, withChoices } from './choices.ts'

const choices = [{ text: '5' }, { text: '7' }, { text: '12' }]

describe('readChoices', () => {
  it.each([
    ['texts', ['5', '7', '12']],
    ['numbers', [5, 7, 12]],
    ['a list as a table holds it', '["5", "7", "12"]'],
  ])('reads %s', (_, value) => {
    expect(readChoices(value)).toEqual(choices)
  })

  it.each([
    ['letters', ['A)5', 'B) 7', 'C)12']],
    ['letters in brackets', ['(A) 5', '(B) 7', '(C) 12']],
  ])('takes %s for names', (_, value) => {
    expect(readChoices(value)).toEqual(
      choices.map((choice, place) => ({ ...choice, name: 'ABC'[place] })),
    )
  })

  it('finds the option that a letter names, in whatever order they stand', () => {
    const turned = readChoices(['B)5', 'A)7'])
    expect(turned).toEqual([
      { name: 'B', text: '5' },
      { name: 'A', text: '7' },
    ])
    expect(choiceLetter('B', turned as Parameters<typeof choiceLetter>[1])).toEqual({ text: 'A' })
  })

  it('reads named options in every way that data write them', () => {
    const named = [
      { name: 'A', text: '5' },
      { name: 'B', text: '7' },
    ]
    expect(readChoices({ text: ['5', '7'], label: ['A', 'B'] })).toEqual(named)
    expect(
      readChoices([
        { label: 'A', text: '5' },
        { key: 'B', content: 7 },
      ]),
    ).toEqual(named)
    expect(readChoices({ A: '5', B: '7' })).toEqual(named)
  })

  it('says what is no list of options', () => {
    expect(readChoices(null)).toBeNull()
    for (const value of ['A or B', 7, [], ['only one'], [['a'], {}]])
      expect(readChoices(value)).toMatchObject({
        fault: expect.stringMatching(/^expected two to 26 options/),
      })
  })
})

describe('withChoices', () => {
  it('keeps an option from passing for the next one', () => {
    const choices = [{ text: 'a\nB) trap' }, { text: 'x = 1\nprint(x)' }]
    expect(withChoices('Which?', choices)).toBe('Which?\nA) a B) trap\nB) x = 1\nprint(x)')
  })

  it('adds the options to the question, unless they are in it', () => {
    const question = 'How many nets?\nA) 5\nB) 7\nC) 12'
    expect(withChoices('How many nets?', choices)).toBe(question)
    expect(withChoices(question, choices)).toBe(question)
    expect(withChoices('7 nets and 5 more, 12 in all?', choices)).toBe(
      '7 nets and 5 more, 12 in all?\nA) 5\nB) 7\nC) 12',
    )
  })
})

describe('choiceLetter', () => {
  it.each([
    [1, 'B'],
    ['B', 'B'],
    ['(b)', 'B'],
    ['C.', 'C'],
    ['12', 'C'],
    [12, 'C'],
    ['2', 'C'],
    [['A', 'C'], 'AC'],
  ])('%j is %s', (answer, letter) => {
    expect(choiceLetter(answer, choices)).toEqual({ text: letter })
  })

  it('takes a number for a place even where an option reads the same, and a name before a letter', () => {
    expect(choiceLetter(1, [{ text: '1' }, { text: '2' }])).toEqual({ text: 'B' })
    expect(
      choiceLetter('1', [
        { name: '1', text: 'x' },
        { name: '2', text: 'y' },
      ]),
    ).toEqual({ text: 'A' })
  })

  it.each([3, 'D', '', 'seven', -1, 1.5, true])('%j is none', (answer) => {
    expect(choiceLetter(answer, choices)).toMatchObject({
      fault: expect.stringContaining("it is no option's letter, position (from 0) or text"),
    })
  })
})
