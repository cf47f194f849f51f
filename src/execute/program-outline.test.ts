import { describe, expect, it } from 'vitest'
import { outlineProgram, type ProgramOutline, type Span } from './program-outline.ts'

const code = `import math as m
def solution(n=2):
    """A text."""
    x = r'a' + f"{n}"  # not y
    total = (x.size +
             -3) * m.sqrt(n)
    if total > 1: return 1
    for each in [k for k in range(3)]:
        total += each
    return total; pass
ans = solution(n=4)
`
const outline = outlineProgram(code)!
const texts = (spans: readonly Span[]): string[] =>
  spans.map(({ start, end }) => code.slice(start, end))

describe('outlineProgram', () => {
  it('says where names, numbers, attributes and operations stand', () => {
    const named = (role: string): string[] =>
      texts(outline.names.filter((name) => name.role === role))
    expect(named('bound')).toEqual(['solution', 'x', 'total', 'each', 'k', 'ans'])
    expect(named('called')).toEqual(['range', 'solution'])
    expect(named('read')).toEqual(['x', 'm', 'n', 'total', 'k', 'total', 'each', 'total'])
    expect(outline.names.every(({ name, start, end }) => code.slice(start, end) === name)).toBe(
      true,
    )
    expect(texts(outline.attributes)).toEqual(['size', 'sqrt'])
    // A number with a sign is one constant, and left out.
    expect(texts(outline.numbers)).toEqual(['2', '1', '1', '3', '4'])
    const operations = outline.operations.map(({ at, left, right }) => texts([left, at, right]))
    expect(operations).toEqual([
      ["r'a'", '+', 'f"{n}"'],
      ['x.size', '+', '-3'],
      ['(x.size +\n             -3)', '*', 'm.sqrt(n)'],
    ])
    expect(texts(outline.colons)).toEqual([':', ':', ':'])
    expect(outline.brackets).toHaveLength(code.match(/[()[\]]/g)!.length)
  })

  it('has the statements that have their lines for themselves', () => {
    const lines = outline.statements.map(({ kind, lines: own }) => [
      kind,
      code.slice(own.start, own.end).split('\n')[0],
    ])
    expect(lines).toEqual([
      ['import', 'import math as m'],
      ['def', 'def solution(n=2):'],
      ['expression', '    """A text."""'],
      ['assign', '    x = r\'a\' + f"{n}"  # not y'],
      ['assign', '    total = (x.size +'],
      ['if', '    if total > 1: return 1'],
      ['for', '    for each in [k for k in range(3)]:'],
      ['augment', '        total += each'],
      ['assign', 'ans = solution(n=4)'],
    ])
    const body = outline.statements.filter(({ block }) => block === outline.statements[2]!.block)
    expect(body.map(({ place }) => place)).toEqual([0, 1, 2, 3, 4])
    expect(scopeNames(outline, 'total')).toEqual([['n', 'x', 'total', 'each']])
  })

  it('is null for what is no program of the subset, however it is written', () => {
    for (const text of ['x = (', 'class A: pass', '\t\tx = 1', 'x'.repeat(2 ** 20 + 1)])
      expect(outlineProgram(text)).toBeNull()
    expect(outlineProgram('')?.statements).toEqual([])
  })
})

function scopeNames({ statements }: ProgramOutline, bound: string): string[][] {
  return statements
    .filter(({ kind, binds }) => kind === 'assign' && binds.includes(bound))
    .map(({ scope }) => [...scope.names])
}
