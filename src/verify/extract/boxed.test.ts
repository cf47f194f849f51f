import { describe, expect, it } from 'vitest'
import { enumeratedBoxed, lastBoxed } from './boxed.ts'

describe('lastBoxed', () => {
  it.each([
    ['\\boxed{\\frac{a}{b}}', '\\frac{a}{b}'],
    ['\\boxed{\\{1,2\\}}', '\\{1,2\\}'],
    ['\\boxed{\\left\\{ x \\right.}', '\\left\\{ x \\right.'],
    ['\\boxed   {  x^2 } trailing text', '  x^2 '],
    ['\\boxed\n{5}', '5'],
    ['\\fbox{7}', '7'],
    ['\\boxed 7', '7'],
    ['\\boxed7$.', '7'],
    ['\\boxed \\frac{1}{2}', '\\frac{1}{2}'],
    ['\\beginboxed{8\\sqrt{6}}', '8\\sqrt{6}'],
    ['\boxed{5}', '5'],
    ['"so $\\\\boxed{\\\\frac{1}{2}}$"', '\\frac{1}{2}'],
    ['\\boxed{x = \\boxed{5}}', '5'],
    ['\\boxed{10} and then \\boxed{42}', '42'],
    ['\\boxed{1} but \\boxed{2', '1'],
    ['\\boxed{}', ''],
    [`\\boxed{5} ${'boxes '.repeat(50)}`, '5'],
  ])('%j holds %j', (text, content) => {
    expect(lastBoxed(text)?.content).toBe(content)
  })

  it.each([
    '\\boxed{5',
    '\\boxed',
    'boxed{5}',
    'a box {5}',
    '\\box{5}',
    `\\boxed{${' '.repeat(2_000)}}`,
  ])('%.20j holds none', (text) => {
    expect(lastBoxed(text)).toBeNull()
  })
})

describe('enumeratedBoxed', () => {
  it.each([
    ['\\boxed{1} and \\boxed{2} and \\boxed{3}', '1, 2, 3'],
    ['\\boxed{1},\\boxed{2}, and \\boxed{3}', '1, 2, 3'],
    ['$\\boxed{1}$; $\\boxed{2}$', '1, 2'],
    ['\\boxed{1}\\boxed{2}', '1, 2'],
    ['$$\\boxed{(98, 2)} \\quad \\text{and} \\quad \\boxed{(99, 503)}$$', '(98, 2), (99, 503)'],
    ['\\boxed{1} papers and \\boxed{2} bins', '1, 2'],
    ['\\boxed{18}, \\boxed{18}', '18'],
    ['\\boxed{1} and and and or thus but \\boxed{2} and \\boxed{3}', '2, 3'],
    ['\\boxed{10} and then \\boxed{42}', '42'],
    ['Earlier box \\boxed{1/3}, later \\boxed{2/3}', '2/3'],
    ['\\[\\boxed{3}\\]\n\n\\[\\boxed{5}\\]', '5'],
    ['\\boxed{\\;\\angle APC = 74^\\circ\\;}', '\\;\\angle APC = 74^\\circ\\;'],
  ])('%j holds %j', (text, content) => {
    expect(enumeratedBoxed(text)?.content).toBe(content)
  })
})
