import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { programKey } from './program-key.ts'
import { withoutComments } from './without-comments.ts'

describe('withoutComments', () => {
  it('leaves out comments, docstrings and the lines that held nothing else', () => {
    const code = `# Question
def solution():
    """Tom has 3 # pens.

    How many?"""
    # how many pens

    pens = 3  # he has 3
    text = "# no comment"

    return pens # all
`
    expect(withoutComments(code)).toBe(`def solution():
    pens = 3
    text = "# no comment"
    return pens`)
  })

  it('keeps a text that is all there is, and blank lines within texts', () => {
    expect(withoutComments('def f():\n    "nothing"\nf()')).toBe('def f():\n    "nothing"\nf()')
    const code = 'a = """one\n\n# two"""'
    expect(withoutComments(code)).toBe(code)
  })

  it('keeps a comment behind a bracket out of what goes on', () => {
    expect(withoutComments('a = (1 + # one\n     2)')).toBe('a = (1 +\n     2)')
  })

  it('keeps what only begins with a text, and texts that are no docstrings', () => {
    for (const code of ['x = 12\n"%d" % x', '"a" in "abc" and print(12)\nx = 1', 'x = 3\n"3"'])
      expect(withoutComments(code)).toBe(code)
  })

  it('returns what it cannot read as it is', () => {
    expect(withoutComments('class A: pass # a')).toBe('class A: pass # a')
    expect(withoutComments('print("no')).toBe('print("no')
  })

  it('does not change what a program does', () => {
    const line = fc.constantFrom(
      'x = 1',
      '# note',
      '',
      'y = "a # b"',
      'z = (1, # one\n  2)',
      '"""text\n\n# in"""',
      'if x:\n    # why\n    y = 2  # so',
    )
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), (lines) => {
        const code = `x = 0\n${lines.join('\n')}\n`
        const stripped = withoutComments(code)
        expect(programKey(stripped)).toBe(programKey(code))
        expect(withoutComments(stripped)).toBe(stripped)
      }),
      { numRuns: 300 },
    )
  })
})
