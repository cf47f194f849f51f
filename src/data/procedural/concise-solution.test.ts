import { describe, expect, it } from 'vitest'
import { checkEquations, findEquations, verifyCompletion, withGold } from '../../verify/index.ts'
import { conciseSteps } from './concise-solution.ts'
import { proceduralProblem, type ProceduralOptions } from './problem.ts'
import { derive, given, stepsOf, type Operator, type Quantity } from './quantity.ts'

const say = { template: '{v}', slots: {}, mention: null, past: false }
const of = (left: Quantity | number, op: Operator, right: Quantity | number): Quantity => {
  const side = (value: Quantity | number): Quantity =>
    typeof value === 'number' ? given(value, 'given') : value
  return derive(
    { op, left: side(left), right: side(right) },
    { name: 'result', unit: { noun: ['pen', 'pens'], groups: [] }, say },
  )
}
const equationsOf = (answer: Quantity): string[] =>
  conciseSteps(stepsOf(answer)).map(({ equation }) => equation)

describe('conciseSteps', () => {
  it.each<[string, Quantity]>([
    ['3*4=12', of(3, '*', 4)],
    ['3*4-5=7', of(of(3, '*', 4), '-', 5)],
    ['2*3*4=24', of(2, '*', of(3, '*', 4))],
    ['5+6-2=9', of(5, '+', of(6, '-', 2))],
    ['20-(6-2)=16', of(20, '-', of(6, '-', 2))],
    ['20-4-2=14', of(of(20, '-', 4), '-', 2)],
    ['(20-4)*2=32', of(of(20, '-', 4), '*', 2)],
    ['5*(6/3)=10', of(5, '*', of(6, '/', 3))],
    ['6/3*5=10', of(of(6, '/', 3), '*', 5)],
    ['24/(2*3)=4', of(24, '/', of(2, '*', 3))],
    ['(30+10)*25/100=10', of(of(30, '+', 10), '%', 25)],
    ['40*(100-25)/100=30', of(40, '%', of(100, '-', 25))],
    ['3*(40*25/100)=30', of(3, '*', of(40, '%', 25))],
    ['40*25/100*3=30', of(of(40, '%', 25), '*', 3)],
  ])('merges steps into %s', (equation, answer) => {
    expect(equationsOf(answer)).toEqual([equation])
  })

  it('states a result of its own where it is used twice', () => {
    const first = of(of(3, '*', 4), '+', 2)
    const second = of(first, '*', 2)
    expect(equationsOf(of(first, '+', second))).toEqual(['3*4+2=14', '14+14*2=42'])
  })
})

/** Adds `dividend/divisor` of each division to `divisions`; throws where one has a remainder. */
function evaluate(text: string, divisions: string[]): number {
  const tokens = text.match(/\d+|[-+*/()]/g)!
  let at = 0
  const operand = (): number => {
    if (tokens[at] !== '(') return Number(tokens[at++])
    at++
    const value = sum()
    at++
    return value
  }
  const product = (): number => {
    let value = operand()
    while (tokens[at] === '*' || tokens[at] === '/') {
      const isProduct = tokens[at++] === '*'
      const by = operand()
      if (!isProduct) divisions.push(`${value}/${by}`)
      value = isProduct ? value * by : value / by
      if (!Number.isInteger(value)) throw new Error(`${text}: a division has a remainder`)
    }
    return value
  }
  const sum = (): number => {
    let value = product()
    while (tokens[at] === '+' || tokens[at] === '-') {
      const isSum = tokens[at++] === '+'
      value += (isSum ? 1 : -1) * product()
    }
    return value
  }
  return sum()
}

describe('concise solutions of procedural problems', () => {
  const options: ProceduralOptions = {
    seed: 5,
    split: 'train',
    steps: { min: 1, max: 8 },
    styles: true,
  }
  const problems = Array.from({ length: 120 }, (_, index) => proceduralProblem(options, index))
  const divisionsOf = (solution: string): string[] => {
    const divisions: string[] = []
    for (const equation of findEquations(solution)) {
      const [expression, result] = equation.split('=')
      expect(evaluate(expression!, divisions)).toBe(Number(result))
    }
    return divisions.toSorted()
  }

  it('are correct by the verifier, with true equations and the divisions of all steps', () => {
    for (const problem of problems) {
      const { concise, fineGrained } = problem.solutionsByStyle!
      const completion = { problemId: problem.id, index: 0, text: concise }
      expect(verifyCompletion(completion, withGold(problem)).verdict).toBe('correct')
      expect(checkEquations(concise)).toEqual({ holds: true })
      expect(divisionsOf(concise)).toEqual(divisionsOf(fineGrained))
      expect(concise).toMatch(/^((?=[A-Z<$]).*<<.*>>\d+.*\.\n)+#### \d+$/)
    }
  })

  it('have fewer lines than steps, and the same words for one step', () => {
    const lines = (text: string): number => text.split('\n').length - 1
    for (const { solutionsByStyle, solution, meta } of problems) {
      const { concise, fineGrained } = solutionsByStyle!
      expect(fineGrained).toBe(solution)
      if (lines(fineGrained) === 1) expect(concise).toBe(fineGrained)
      else expect(lines(concise)).toBeLessThan(lines(fineGrained))
      expect(meta.steps).toBeLessThanOrEqual(lines(fineGrained))
    }
  })

  it('change nothing else of a problem', () => {
    for (const [index, { solutionsByStyle: _, ...problem }] of problems.entries())
      expect(problem).toEqual(proceduralProblem({ ...options, styles: false }, index))
  })
})
