import { describe, expect, it } from 'vitest'
import { isDrawn } from '../../../tests/support/slice-of.ts'
import { sharedCombinations } from '../decontaminate.ts'
import { drill } from './drill.ts'
import {
  narrative,
  proceduralProblem,
  proceduralProblems,
  type ProceduralOptions,
} from './problem.ts'

const every: ProceduralOptions = { seed: 1, split: 'train', steps: { min: 1, max: 8 } }
const train = [...proceduralProblems(every, 5000)]
const test = [...proceduralProblems({ ...every, split: 'test' }, 2000)]

interface Equation {
  text: string
  operands: number[]
  result: number
}

/** The equations of a text, each checked by exact arithmetic. */
function equationsOf(text: string): Equation[] {
  return [...text.matchAll(/<<([^>]*)>>(\d+)/g)].map(([, inside, shown]) => {
    const match = /^(\d+)([-+*/])(\d+)(\/100)?=(\d+)$/.exec(inside!)
    if (!match) throw new Error(`not an equation: ${inside}`)
    const [left, right, result] = [BigInt(match[1]!), BigInt(match[3]!), BigInt(match[5]!)]
    const divisor = match[4] ? 100n : 1n
    const holds = {
      '+': left + right === result,
      '-': left - right === result,
      '*': left * right === result * divisor,
      '/': left === result * right,
    }[match[2]!]
    if (!holds || shown !== match[5]) throw new Error(`wrong: ${inside}`)
    return { text: inside!, operands: [Number(left), Number(right)], result: Number(result) }
  })
}

const inWords: Readonly<Record<number, string>> = {
  2: 'twice|half',
  3: 'third',
  4: 'quarter',
  5: 'fifth',
}

describe('proceduralProblem', () => {
  it('is a pure function of its address', () => {
    const options: ProceduralOptions = { ...every, distractors: true }
    const forwards = [0, 1, 2, 3, 4].map((index) => proceduralProblem(options, index))
    const backwards = [4, 3, 2, 1, 0].map((index) => proceduralProblem({ ...options }, index))
    expect(backwards.toReversed()).toEqual(forwards)
    expect(new Set(train.map(({ id }) => id)).size).toBe(train.length)
    expect(proceduralProblem({ ...every, steps: 3 }, 7).question).not.toBe(
      proceduralProblem({ ...every, steps: { min: 3, max: 4 } }, 7).question,
    )
  })

  it('has true equations, and the answer as the last result', () => {
    for (const { solutions, answer } of train) {
      for (const solution of solutions) {
        expect(equationsOf(solution).at(-1)!.result).toBe(Number(answer))
        expect(solution.endsWith(`\n#### ${answer}`)).toBe(true)
        expect(solution).toMatch(/^((?=[A-Z<$]).*<<.*>>\d+.*\.\n)+#### \d+$/)
      }
    }
  })

  it('has different solutions, the shortest of as many equations as it has steps', () => {
    for (const { solutions, solution, meta } of train) {
      const lists = solutions.map((text) => equationsOf(text).map((equation) => equation.text))
      expect(new Set(lists.map((list) => list.join(' '))).size).toBe(solutions.length)
      expect(Math.min(...lists.map((list) => list.length))).toBe(meta.steps)
      expect(solutions[0]).toBe(solution)
      expect(solutions.length).toBeLessThanOrEqual(8)
    }
    const long = train.filter(({ meta }) => meta.steps >= 3)
    expect(
      long.filter(({ solutions }) => solutions.length >= 3).length / long.length,
    ).toBeGreaterThan(0.9)
    for (let steps = 1; steps <= 8; steps++)
      expect(proceduralProblem({ ...every, steps }, steps).meta.steps).toBe(steps)
  })

  it('keeps numbers small', () => {
    const results = train.flatMap(({ solutions }) =>
      equationsOf(solutions[0]!).map(({ result }) => result),
    )
    expect(Math.max(...results)).toBeLessThanOrEqual(1000)
    expect(results.filter((result) => result <= 100).length / results.length).toBeGreaterThan(0.85)
    expect(results.filter((result) => result <= 300).length / results.length).toBeGreaterThan(0.99)
  })

  it('asks a question that tells every number it takes', () => {
    for (const { question, program } of train) {
      expect(question).toMatch(/^[A-Z].*\?$/)
      expect(question).not.toMatch(/[{}[\]|]|undefined|NaN| {2}/)
      const givens = [...program.replaceAll('// 100', '').matchAll(/(?<![a-z_0-9])\d+/g)].map(
        ([digits]) => Number(digits),
      )
      for (const given of givens) {
        const told = new RegExp(`(?<!\\d)${given}(?!\\d)|${inWords[given] ?? 'never'}|On average`)
        expect(question).toMatch(told)
      }
    }
  })

  it('tells many stories, and keeps the combinations of the splits apart', () => {
    expect(new Set(train.map(({ meta }) => meta.frame)).size).toBeGreaterThanOrEqual(30)
    expect(new Set(test.map(({ meta }) => meta.frame)).size).toBeGreaterThanOrEqual(30)
    expect(sharedCombinations(train, test)).toEqual([])
    const validation = [...proceduralProblems({ ...every, split: 'validation' }, 500)]
    expect(sharedCombinations(validation, [...train, ...test])).toEqual([])
  })

  it.runIf(isDrawn('repeats', 8))(
    'hardly ever repeats a question',
    () => {
      const questions = [
        ...proceduralProblems({ ...every, seed: 3, steps: { min: 2, max: 4 } }, 20_000),
      ].map(({ question }) => question)
      expect(new Set(questions).size).toBeGreaterThan(19_900)
    },
    60_000,
  )

  it('refuses steps outside 1 to 8', () => {
    expect(() => proceduralProblem({ ...every, steps: 9 }, 0)).toThrow(/1 to 8/)
    expect(() => proceduralProblem({ ...every, steps: { min: 3, max: 2 } }, 0)).toThrow(/1 to 8/)
  })

  it('reads well', () => {
    const show = (steps: number, index: number): string => {
      const {
        question,
        solution,
        narrative: text,
      } = proceduralProblem({ ...every, steps, distractors: true }, index)
      return [question, solution, text].join('\n---\n')
    }
    expect([show(1, 0), show(2, 1), show(3, 2), show(5, 3)].join('\n\n')).toMatchSnapshot()
  })
})

describe('texts for pre-training', () => {
  it('tells no equations', () => {
    for (let index = 0; index < 500; index++) {
      const text = narrative(every, index)
      expect(text).not.toMatch(/<<|####|Question:|Answer:|[{}[\]|=]|undefined|NaN/)
      expect(text).toBe(narrative(every, index))
    }
    for (const problem of train)
      expect(problem.narrative).not.toMatch(/<<|####|Question:|Answer:|[{}[\]|=]/)
  })

  it('drills true arithmetic of the kinds that problems need', () => {
    const text = Array.from({ length: 500 }, (_, index) => drill(1, index))
    for (const document of text) {
      const lines = document.split('\n')
      expect(lines.length).toBeGreaterThanOrEqual(6)
      expect(lines.length).toBeLessThanOrEqual(14)
      for (const line of lines) {
        const bare = /^(?:<<)?(\S+?=\d+)(?:>>\d+)?$/.exec(line)
        if (bare) equationsOf(`<<${bare[1]}>>${bare[1]!.split('=')[1]}`)
        else expect(line).toMatch(/ (is|are|make|makes|cost) /)
      }
    }
    for (const op of ['+', '-', '*', '/']) expect(text.join('\n')).toContain(op)
  })
})
