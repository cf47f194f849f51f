import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pathKey, programPathKey } from './path-key.ts'

describe('pathKey', () => {
  it.each([
    ['He buys 3 * 4 = <<3*4=12>>12.\n#### 12', 'equations:3*4=12'],
    ['3 + 4 = 7, then <<7 - 2 = 5>>5', 'equations:7-2=5'],
    ['3 eggs * $4/egg = $12. Then 12 - 2 = 10.\n#### 10', 'stated:3*4=12|12-2=10'],
    ['Half of  24 eggs\nis 12.\n#### 12', 'text:half of 24 eggs is 12. #### 12'],
    ['', 'text:'],
  ])('%j takes the path %j', (text, key) => {
    expect(pathKey(text)).toBe(key)
  })

  it('tells paths apart and not their wording', () => {
    const one = pathKey('She has 16 - 3 - 4 = 9 eggs left, which give 9 * $2 = $18.\n#### 18')
    expect(
      pathKey(
        '{"reasoning": "Left: 16 eggs − 3 eggs − 4 eggs = 9 eggs.\\nMoney: 9 × $2 = $18.00", "answer": "18"}',
      ),
    ).toBe(one)
    expect(
      pathKey('She uses 3 + 4 = 7, so 16 - 7 = 9 are left, which give 9 * $2 = $18.\n#### 18'),
    ).not.toBe(one)
  })

  it('never throws, and blanks do not count', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(pathKey(text)).toMatch(/^(?:equations|stated|text):/)
        expect(pathKey(`  ${text}\n`)).toBe(pathKey(text))
      }),
    )
  })
})

describe('programPathKey', () => {
  const program = 'def solution():\n    eggs = 16 - 3\n    return eggs'

  it('names programs by what they do', () => {
    const key = programPathKey(program)
    expect(key).toMatch(/^program:[0-9a-f]{64}$/)
    expect(
      programPathKey(
        `Let us see.\n\`\`\`python\n# Eggs\n${program.replaceAll('eggs', 'left')}\n\`\`\`\n`,
      ),
    ).toBe(key)
    expect(programPathKey(program.replace('3', '4'))).not.toBe(key)
  })

  it('falls back to the text', () => {
    const outside = 'try:\n    a = 1 # one\nexcept:\n    pass'
    expect(programPathKey(outside)).toBe('text:try: a = 1 # one except: pass')
    expect(programPathKey(`# Try\n${outside}\n`)).toBe(programPathKey(outside))
    expect(programPathKey(' ')).toBe('text:')
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => /^(?:program|text):/.test(programPathKey(text))))
  })
})
