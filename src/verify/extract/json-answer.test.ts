import { describe, expect, it } from 'vitest'
import { jsonAnswer } from './json-answer.ts'
import { unescapeJson } from './json-escapes.ts'

/** Tables hold the text as it is on disk: one backslash is one backslash. */
const raw = String.raw

describe('jsonAnswer', () => {
  it.each([
    [raw`{"answer": "\\frac{1}{2}"}`, raw`\frac{1}{2}`],
    [raw`{"answer": "\frac{1}{2}"}`, raw`\frac{1}{2}`],
    [raw`{"answer": "2\sqrt{77}"`, raw`2\sqrt{77}`],
    [raw`{"answer": "\\"}`, raw`\ `.trim()],
    [raw`{"answer": "a \"b\" c", "x": 1}`, 'a "b" c'],
    ['{"answer": (3, 4)}', '(3, 4)'],
    ['{"answer": 1,080, "x": 2}', '1,080'],
    [raw`{"answer": \frac{1}{2}}`, raw`\frac{1}{2}`],
    ['{"answer": [1, 2]}', '1, 2'],
    ['{"answer": [\n  1,\n  2\n]}', '1, 2'],
    [raw`{"answer": ["\\frac{1}{2}", "3"]}`, raw`\frac{1}{2}, 3`],
    ['{"answer": null}', ''],
    ['{"answer": "null"}', 'null'],
    ['{"answer": ""}', ''],
    ["{'answer': '7'}", '7'],
    [raw`{\"answer\": \"220\"}`, '220'],
    ['"Final Answer": "x"', 'x'],
  ])('%s is %j', (text, value) => {
    expect(jsonAnswer(text)).toBe(value)
  })

  it('is null without the field', () => {
    expect(jsonAnswer('the answer: 5')).toBeNull()
    expect(jsonAnswer('')).toBeNull()
  })
})

describe('unescapeJson', () => {
  it.each([
    [raw`\\theta \\neq \\nu \\beta \\right`, raw`\theta \neq \nu \beta \right`],
    [raw`\theta \neq \nu \beta \right \binom`, raw`\theta \neq \nu \beta \right \binom`],
    [raw`\\(\overline{ab}\\)`, raw`\(\overline{ab}\)`],
    [raw`\\{1, 2\\}`, raw`\{1, 2\}`],
    [raw`one\nTwo`, 'one\nTwo'],
    [raw`\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}`, raw`\begin{pmatrix} 1 \\ 2 \end{pmatrix}`],
    [raw`\begin{pmatrix} 1 \\ 2 \end{pmatrix}`, raw`\begin{pmatrix} 1 \\ 2 \end{pmatrix}`],
    [raw`\\\\frac{1}{2}`, raw`\frac{1}{2}`],
    [raw`4\u03c0/3`, '4π/3'],
    [raw`5\/6`, '5/6'],
    [raw`5\\%`, raw`5\%`],
    ['plain', 'plain'],
  ])('%s is %s', (body, text) => {
    expect(unescapeJson(body)).toBe(text)
  })
})
