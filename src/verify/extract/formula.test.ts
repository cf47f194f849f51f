import { describe, expect, it } from 'vitest'
import { findFormulas } from './formula.ts'
import { isProse } from './prose.ts'

const contents = (text: string): string[] => findFormulas(text).map(({ content }) => content)

describe('findFormulas', () => {
  it.each([
    ['$x^2$ and $$y$$ and \\(z\\) and \\[ w \\]', ['x^2', 'y', 'z', 'w']],
    ['$ 9 $', ['9']],
    ['\\[\n9\n\\]', ['9']],
    ['$\\$18$', ['\\$18']],
    ['$10,455$', ['10,455']],
    ['$-14,$ $-7,$ and $14.$', ['-14,', '-7,', '14.']],
    ['$Even$', ['Even']],
    ['$\\text{The midpoints form a hexagon}$', ['\\text{The midpoints form a hexagon}']],
    ['$\\begin{matrix} 1 \\\\ 2 \\end{matrix}$', ['\\begin{matrix} 1 \\\\ 2 \\end{matrix}']],
    ['It costs $18 per day and $20 at night', []],
    ['$5 + $3 = $8', []],
    ['$5, $3 and $8', []],
    ['It costs $5 and $x = 3$', ['x = 3']],
    ['$18', []],
    ['$$', []],
    ['$x', []],
  ])('%j holds %j', (text, formulas) => {
    expect(contents(text)).toEqual(formulas)
  })

  it('gives the place with the delimiters', () => {
    expect(findFormulas('so \\(x\\).')).toEqual([{ start: 3, end: 8, content: 'x' }])
  })
})

describe('isProse', () => {
  it.each([
    'The total cost is $322.',
    'about 14',
    'Cannot be determined',
    '252 / 12 = 21 a day. 21 * $2 = $42 a day',
    'Step 1',
    '18 dollars for 3 days in May',
  ])('%j is prose', (text) => {
    expect(isProse(text)).toBe(true)
  })

  it.each([
    '18 dollars',
    '5 hours 30 minutes',
    'x = 5 or x = -5',
    'ab + bc + ca',
    '2\\sqrt{3}\\text{ square centimeters of it}',
    'sin(x) + cos(x)',
    'Evelyn',
    '6 and 8',
    'Area = 5',
    'Re(z) = 3',
  ])('%j is not', (text) => {
    expect(isProse(text)).toBe(false)
  })
})
