import { describe, expect, it } from 'vitest'
import { sliceOf } from '../../../tests/support/slice-of.ts'
import { extractProgram } from './program.ts'

const program = 'def solution():\n    eggs = 16\n    return eggs - 3'
const mark = '```'
const fenced = (language: string, code = program, fence = mark): string =>
  `${fence}${language}\n${code}\n${fence}`

describe('extractProgram', () => {
  it.each([
    ['code alone', program],
    ['a fence', fenced('python')],
    ['a fence among prose', `Here it is:\n\n${fenced('python')}\n\nIt gives 13.`],
    ['a fence that names nothing', fenced('')],
    ['python3', fenced('python3')],
    ['py3', fenced('py3')],
    ['tool_code', fenced('tool_code')],
    ['an attribute', fenced('python title="a.py"')],
    ['braces', fenced('{python}')],
    ['tildes', fenced('python', program, '~~~')],
    ['four backticks', fenced('python', program, '````')],
    [
      'a fence in a list',
      `1. First:\n   ${fenced('python').replaceAll('\n', '\n   ')}\n2. Then rest.`,
    ],
    ['a fence that is never closed', `So:\n${mark}python\n${program}`],
    ['a fence that the prompt opened', `${program}\n${mark}\nThe answer is 13.`],
    ['the output after it', `${fenced('python')}\nOutput:\n${fenced('', '13')}`],
    ['a shell after it', `${fenced('python')}\nRun:\n${fenced('bash', 'python a.py')}`],
    ['two programs', `${fenced('python', 'x = 1')}\nBetter:\n${fenced('python')}`],
    ['the end of a turn', `${fenced('python')}<|im_end|>`],
    ['the end of a turn, again and again', `${fenced('python')}${'</s>'.repeat(20)}`],
    ['the end of a text', `${program}<|endoftext|>`],
  ])('finds the program in %s', (_, text) => {
    expect(extractProgram(text)).toBe(program)
    expect(extractProgram(text.replaceAll('\n', '\r\n'))).toBe(program)
  })

  it('finds none in nothing', () => {
    expect(extractProgram(' \n')).toBeNull()
    expect(extractProgram('<|im_end|>')).toBeNull()
  })

  it('leaves marks inside a longer fence alone', () => {
    const code = `s = """\n${mark}\n"""\nans = s`
    expect(extractProgram(fenced('python', code, '````'))).toBe(code)
  })

  it('leaves strings with marks in them alone', () => {
    const code = `def solution():\n    """Run:\n    ${mark}\n    solution()\n    ${mark}\n    """\n    return 13`
    expect(extractProgram(fenced('python', code))).toBe(code)
  })

  it('does not put together what does not belong together', () => {
    const first = 'total = 5\nprint(total)'
    expect(extractProgram(`${fenced('python', first)}\nAnother way:\n${fenced('python')}`)).toBe(
      program,
    )
    const use = fenced('python', 'print(total + 1)')
    expect(extractProgram(`${fenced('python', first)}\nThen:\n${use}`)).toBe(
      `${first}\nprint(total + 1)`,
    )
  })

  it('gives a body the definition that the prompt began', () => {
    const body = '    """Question."""\n    eggs = 16\n    return eggs - 3'
    expect(extractProgram(body)).toBe(`def solution():\n${body}`)
    expect(extractProgram(`${body.trimStart()}\nans = solver()`)).toBe(
      `def solver():\n${body}\nans = solver()`,
    )
  })

  const marks = [
    '`',
    '```',
    '```python\n',
    '~~~',
    '"""',
    "'''",
    "\\'",
    '"',
    '(',
    ')',
    '[',
    '{',
    'f"{',
    '#',
    '\n',
    '\n\n',
    ' ',
    '\t',
  ]
  const chat = [
    'Q:',
    'Q ',
    '# Q',
    '[INST]',
    ' [INST]',
    '<think>',
    '</think>',
    '<code>',
    '[PYTHON]',
    '<s>',
    '> ',
    '- ```\n',
    '.',
    '. ',
  ]
  const code = [
    'x = ',
    'x\n',
    'for ',
    'lambda ',
    'as ',
    'def solution():\n',
    'return ',
    '    return x\n',
    'import ',
    '!a\n',
    '%',
    'a b ',
  ]
  const more = [
    'from a import *\n',
    'é',
    'x[',
    'a,',
    'f(',
    'f()',
    '\\\n',
    ':',
    'f"{x',
    '```python\nx = y\n```\n',
    'y = x\n\nWords here.\n',
  ]

  it.each(sliceOf([...marks, ...chat, ...code, ...more], 4))(
    'takes linear time for %j again and again',
    (part) => {
      for (const text of [
        part.repeat(100_000 / part.length),
        `x = 1\n${part.repeat(50_000 / part.length)}\nend`,
      ]) {
        const start = performance.now()
        extractProgram(text)
        expect(performance.now() - start).toBeLessThan(3_000)
      }
    },
  )
})
