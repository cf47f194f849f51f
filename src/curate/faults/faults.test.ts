import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rng, type Completion, type GradedCompletion, type Verdict } from '../../core/index.ts'
import { openSandbox, type Sandbox } from '../../execute/index.ts'
import { withGold } from '../../verify/index.ts'
import { countErrorClasses } from './error-classes.ts'
import { fitWeights } from './fit-weights.ts'
import { faultNames, injectFault, type FaultName } from './kinds.ts'
import { injectAndRun, tryFault } from './try-fault.ts'

const pens = `import math

def solution():
    # What they cost.
    price = 12  # dollars
    red_pens = 4

    total = price * (red_pens + 6)
    result = round(math.sqrt(total), 1) // 2
    return result
`

/** What a kind makes of a program at some of its places. */
const variants = (kind: FaultName, code = pens): Set<string> =>
  new Set(
    Array.from({ length: 120 }, (_, at) => injectFault(kind, code, rng('t', kind, at)) ?? 'null'),
  )

/** The lines of a variant that are not in the program. */
const changed = (kind: FaultName, code = pens): string[] => {
  const lines = new Set(code.split('\n'))
  return [...variants(kind, code)].map((variant) =>
    variant
      .split('\n')
      .filter((line) => !lines.has(line))
      .join('|'),
  )
}

describe('kinds of faults', () => {
  it.each<[FaultName, string]>([
    ['undefinedName', '    total = price * (pens + 6)'],
    ['undefinedName', '    return results'],
    ['misspeltName', '    return reslut'],
    ['misspeltName', '    total = prce * (red_pens + 6)'],
    ['misspeltFunction', 'def soluton():'],
    ['misspeltFunction', '    result = ronud(math.sqrt(total), 1) // 2'],
    ['swappedNames', '    total = price * (price + 6)'],
    ['swappedNames', '    return total'],
    ['unknownAttribute', '    result = round(math.sqr(total), 1) // 2'],
    ['unknownAttribute', '    return result.value'],
    ['wrongOperator', '    total = price * (red_pens - 6)'],
    ['wrongOperator', '    result = round(math.sqrt(total), 1) / 2'],
    ['wrongConstant', '    price = 21  # dollars'],
    ['wrongConstant', '    red_pens = 40'],
    ['divisionByZero', '    result = round(math.sqrt(total), 1) // 0'],
    ['numberAsText', "    price = '12'  # dollars"],
    ['calledNumber', '    total = price(red_pens + 6)'],
    ['subscriptedNumber', '    return result[0]'],
    ['missingReturn', '    result'],
    ['badIndentation', '  return result'],
    ['badIndentation', '        red_pens = 4'],
    ['missingBracket', '    total = price * (red_pens + 6'],
    ['missingBracket', 'def solution(:'],
    ['missingColon', 'def solution()'],
    ['missingOperator', '    total = price * (red_pens  6)'],
  ])('%s gives, among others, %s', (kind, line) => {
    expect(changed(kind)).toContain(line)
  })

  it('moves and drops whole lines, and leaves comments and blank lines where they are', () => {
    expect(variants('droppedLine')).toContain(pens.replace('    red_pens = 4\n', ''))
    expect(variants('droppedLine')).toContain(pens.replace('import math\n', ''))
    expect(variants('missingReturn')).toContain(pens.replace('    return result\n', ''))
    const late = pens
      .replace('    red_pens = 4\n', '')
      .replace('(red_pens + 6)\n', '(red_pens + 6)\n    red_pens = 4\n')
    expect(variants('useBeforeAssignment')).toContain(late)
  })

  it('makes a divisor zero where it is assigned, or by itself', () => {
    const share = 'def solution():\n    people = 5\n    return 30 / people'
    expect(variants('divisionByZero', share)).toEqual(
      new Set([
        share.replace('= 5', '= 0'),
        share.replace('/ people', '/ 0'),
        share.replace('/ people', '/ (people - people)'),
      ]),
    )
    expect(variants('divisionByZero', 'ans = 3 + 4')).toEqual(new Set(['ans = 3 / 0']))
  })

  it('takes the last line of a text without an end', () => {
    const short = 'def solution():\n    x = 1\n    return x'
    expect(variants('useBeforeAssignment', short)).toEqual(
      new Set(['def solution():\n    return x\n    x = 1']),
    )
    expect(variants('droppedLine', short)).toEqual(new Set(['def solution():\n    return x']))
  })

  it('is null where there is no place for it, and for what is no program', () => {
    for (const kind of ['swappedNames', 'divisionByZero', 'missingColon', 'missingReturn'] as const)
      expect(injectFault(kind, 'ans = 3', rng('t')), kind).toBeNull()
    for (const code of ['', '# nothing', 'def f(:', 'class A: pass', '\0', '('.repeat(10_000)])
      for (const kind of faultNames) expect(injectFault(kind, code, rng('t')), code).toBeNull()
  })

  it('makes the same of the same numbers', () => {
    for (const kind of faultNames)
      expect(injectFault(kind, pens, rng('t', 1))).toBe(injectFault(kind, pens, rng('t', 1)))
  })
})

describe('faults that are run', () => {
  let sandbox: Sandbox
  beforeAll(() => {
    sandbox = openSandbox({ workers: 1 })
  })
  afterAll(() => sandbox[Symbol.asyncDispose]())
  const problem = withGold({ id: 'a', question: 'How many?', answer: '5' })
  const correct = { code: pens, problem }

  it('come with what the interpreter says', async () => {
    const weights = { missingColon: 1 }
    expect(await injectAndRun(correct, rng('t'), weights, { sandbox })).toEqual({
      kind: 'missingColon',
      program: pens.replace('():', '()'),
      error: { type: 'SyntaxError', message: "expected ':'", line: 3 },
    })
  })

  it('are no faults where the program only gives another answer, unless that is asked for', async () => {
    const weights = { wrongConstant: 1 }
    expect(await injectAndRun(correct, rng('t'), weights, { sandbox })).toBeNull()
    const options = { sandbox, includeWrongAnswers: true }
    const fault = await injectAndRun(correct, rng('t'), weights, options)
    expect(fault).toMatchObject({
      kind: 'wrongConstant',
      wrongAnswer: expect.any(String) as string,
    })
  })

  it('are no faults where the answer stays the same', async () => {
    const options = { sandbox, includeWrongAnswers: true }
    const same = { code: 'ans = 5 * 1', problem }
    const tried = await Promise.all(
      Array.from({ length: 30 }, (_, at) => tryFault('wrongOperator', same, rng('t', at), options)),
    )
    for (const { hasPlace, fault } of tried) {
      expect(hasPlace).toBe(true)
      // `5 / 1` is right, `5 + 1` is not.
      expect(fault === null || fault.program === 'ans = 5 + 1').toBe(true)
    }
    expect(tried.some(({ fault }) => fault === null)).toBe(true)
  })
})

describe('weights of kinds', () => {
  const outcomes = {
    misspeltName: { tries: 60, classes: { NameError: 60 } },
    missingColon: { tries: 60, classes: { SyntaxError: 30 } },
    droppedLine: { tries: 60, classes: { NameError: 30, TypeError: 30 } },
  }

  it('follow what was observed, with a little of every kind', () => {
    const { weights, unreached } = fitWeights({ NameError: 75, SyntaxError: 25 }, outcomes)
    expect(unreached).toBe(0)
    expect(Math.min(...Object.values(weights))).toBeGreaterThan(0.02)
    const kept = Object.entries(outcomes).map(([kind, { tries, classes }]) => {
      const failed = Object.values(classes).reduce((sum, count) => sum + count, 0)
      return weights[kind as keyof typeof outcomes]! * (failed / tries)
    })
    const all = kept.reduce((sum, each) => sum + each, 0)
    // A tenth is spread over the three kinds.
    expect(kept[0]! / all).toBeCloseTo(0.9 * 0.75 + 0.1 / 3, 2)
    expect(kept[1]! / all).toBeCloseTo(0.9 * 0.25 + 0.1 / 3, 2)
  })

  it('say how much no kind gives, and are even where that is all', () => {
    expect(fitWeights({ NameError: 1, KeyError: 3 }, outcomes).unreached).toBe(0.75)
    const even = fitWeights({ KeyError: 3 }, { ...outcomes, missingColon: outcomes.misspeltName })
    expect(even.unreached).toBe(1)
    for (const weight of Object.values(even.weights)) expect(weight).toBeCloseTo(1 / 3)
    expect(fitWeights({}, outcomes).unreached).toBe(0)
  })
})

describe('error classes of a student', () => {
  const graded = (problemId: string, verdict: Partial<Verdict>): GradedCompletion => {
    const completion: Completion = { problemId, index: 0, text: '' }
    const full = { problemId, index: 0, answer: null, reason: '', verdict: 'unparseable' as const }
    return { completion, verdict: { ...full, ...verdict } }
  }
  const error = { type: 'NameError', message: 'x', line: 1 }
  const seen = [
    graded('a', { error }),
    graded('a', { verdict: 'incorrect', answer: '7' }),
    graded('b', { verdict: 'correct', answer: '5' }),
    graded('b', { error: { ...error, type: 'Timeout' } }),
  ]

  it('are the types of errors, and wrong answers where they count', async () => {
    const problems = new Set(['a', 'b'])
    expect(await countErrorClasses(seen, problems)).toEqual({ NameError: 1, Timeout: 1 })
    expect(await countErrorClasses(seen, problems, true)).toEqual({
      NameError: 1,
      wrongAnswer: 1,
      Timeout: 1,
    })
  })

  it('are never those of other problems', async () => {
    await expect(countErrorClasses(seen, new Set(['a']))).rejects.toThrow(
      'is of the problem "b", which is not one of the problems to learn from',
    )
  })
})
