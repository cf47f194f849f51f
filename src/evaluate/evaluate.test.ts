import { describe, expect, it } from 'vitest'
import { withGold } from '../verify/index.ts'
import { evaluate } from './evaluate.ts'
import { evaluationRecordSchema, scores, seriesCollector, type EvaluationRecord } from './series.ts'

const problems = ['a', 'b', 'c', 'd'].map((id, index) =>
  withGold({ id, question: id, answer: String(index + 1) }),
)

const collect = (files: Record<string, unknown[]>) => {
  const collector = seriesCollector(problems)
  const faults: (string | null)[] = []
  for (const [file, rows] of Object.entries(files)) {
    for (const row of rows) faults.push(collector.add(file, evaluationRecordSchema.parse(row)))
  }
  return { series: collector.series(), faults: faults.filter((fault) => fault !== null) }
}

const predictions = (...answers: (string | null)[]) =>
  answers.map((answer, index) => ({ problemId: problems[index]!.id, answer }))

describe('evaluationRecordSchema', () => {
  it('tells predictions from verdicts and says what is wrong with them', () => {
    const parse = (row: unknown) => evaluationRecordSchema.safeParse(row)
    expect(parse({ problemId: 'a', answer: null, text: 'dropped' }).data).toEqual({
      problemId: 'a',
      answer: null,
    })
    const verdict: EvaluationRecord = {
      problemId: 'a',
      index: 0,
      verdict: 'correct',
      answer: '1',
      reason: 'x',
      modelId: 'm',
    }
    expect(parse(verdict).data).toEqual(verdict)
    expect(parse({ problemId: 7, answer: [1, -1] }).data).toEqual({
      problemId: '7',
      answer: '1, -1',
    })
    expect(parse({ problemId: 'a' }).data).toEqual({ problemId: 'a', answer: null })
    expect(parse({ problemId: 'a', answer: {} }).error?.issues).toMatchObject([
      {
        path: ['answer'],
        message: 'must be text, a number, true, false or a list of them, found an object',
      },
    ])
    expect(parse({ problemId: 'a', index: 0, text: '#### 2' }).error?.issues).toMatchObject([
      {
        message:
          'this is a completion that has not been graded yet: run `reckoner verify` on the file',
      },
    ])
    expect(
      parse({ problemId: 'a', verdict: 'right' }).error?.issues.map(({ path }) => path[0]),
    ).toEqual(['index', 'verdict', 'answer', 'reason'])
    expect(parse(null).success).toBe(false)
  })
})

describe('evaluate', () => {
  it('grades predictions exactly, counts missing and unreadable ones as wrong', () => {
    const { series } = collect({ first: predictions('1', '2.0', '\\frac{') })
    expect(evaluate(series, problems).metrics).toMatchObject([
      {
        name: 'accuracy',
        series: 'first',
        value: 0.5,
        n: 4,
        answers: 3,
        unparseable: 1,
        missing: 1,
      },
    ])
  })

  it('compares files in pairs, the second minus the first', () => {
    const { series } = collect({
      one: predictions('1', null, null, null),
      two: predictions('1', '2', '3', null),
      three: predictions('1', '2', '3', '4'),
    })
    const { comparisons } = evaluate(series, problems)
    expect(
      comparisons.map(({ a, b, difference, p, better }) => [
        a,
        b,
        difference,
        Number(p.toFixed(12)),
        better.a,
        better.b,
      ]),
    ).toEqual([
      ['one', 'two', 0.5, 0.5, 0, 2],
      ['one', 'three', 0.75, 0.25, 0, 3],
      ['two', 'three', 0.25, 1, 0, 1],
    ])
  })

  it('makes a series of each model, and compares a model with itself or with a file without models', () => {
    const withModel = (modelId: string, rows: object[]) => rows.map((row) => ({ ...row, modelId }))
    const mixed = [...withModel('m', predictions('1', '2')), ...withModel('n', predictions('1'))]
    const { series, faults } = collect({
      one: mixed,
      two: withModel('m', predictions('1', '2', '3')),
      vote: predictions('1', '2', '3', '4'),
    })
    expect(faults).toEqual([])
    expect(evaluate(series, problems).comparisons.map(({ a, b }) => [a, b])).toEqual([
      ['one m', 'two m'],
      ['one m', 'vote'],
      ['one n', 'vote'],
      ['two m', 'vote'],
    ])
  })

  it('compares files of different models, as of a base and what was trained from it', () => {
    const ofModel = (modelId: string): object[] =>
      predictions('1', '2').map((row) => ({ ...row, modelId }))
    const { series } = collect({ base: ofModel('base-1m'), tuned: ofModel('tuned') })
    expect(evaluate(series, problems).comparisons.map(({ a, b }) => [a, b])).toEqual([
      ['base base-1m', 'tuned tuned'],
    ])
  })

  it('takes seeds as runs, so that they are no independent problems', () => {
    const seeds = [1, 2].flatMap((seed) =>
      predictions('1', seed === 1 ? '2' : '7', 'x', null).map((row) => ({ ...row, seed })),
    )
    const { series } = collect({ file: seeds })
    expect([...scores(series[0]!, problems)]).toEqual([
      [1, [1, 1, 0, 0]],
      [2, [1, 0, 0, 0]],
    ])
    expect(evaluate(series, problems).metrics[0]).toMatchObject({ value: 0.375, n: 4, answers: 8 })
  })

  const runsOfNumbers = (seeds: number[], rights: number[]): object[] =>
    seeds.flatMap((seed, place) =>
      problems.map(({ id }, index) => ({
        problemId: id,
        seed,
        answer: index < rights[place]! ? String(index + 1) : '0',
      })),
    )

  it('takes runs of other seeds as runs too', () => {
    const [same] = evaluate(
      collect({ a: runsOfNumbers([1, 2], [0, 4]), b: runsOfNumbers([1, 2], [4, 0]) }).series,
      problems,
    ).comparisons
    const [other] = evaluate(
      collect({ a: runsOfNumbers([1, 2], [0, 4]), b: runsOfNumbers([3, 4], [4, 0]) }).series,
      problems,
    ).comparisons
    expect(other).toMatchObject({
      difference: same!.difference,
      ci95: same!.ci95,
      p: same!.p,
      method: same!.method,
    })
    expect(other!.ci95[1] - other!.ci95[0]).toBeGreaterThan(1)
  })

  it('counts what a run has not answered as wrong in that run, and keeps the runs', () => {
    const rows = runsOfNumbers([1, 2], [4, 4])
    const { series } = collect({ file: rows.slice(0, -2) })
    expect([...scores(series[0]!, problems)]).toEqual([
      [1, [1, 1, 1, 1]],
      [2, [1, 1, 0, 0]],
    ])
    expect(evaluate(series, problems).metrics[0]).toMatchObject({ value: 0.75, missing: 2 })
  })

  it('gives pass@1 the interval of the accuracy that it is', () => {
    const { series } = collect({ file: runsOfNumbers([1, 2], [4, 0]) })
    const [accuracy, passAt1] = evaluate(series, problems, { ks: [1] }).metrics
    expect(passAt1).toMatchObject({ value: accuracy!.value, ci95: accuracy!.ci95 })
  })

  it('takes seeds that did not answer the same problems as one run', () => {
    const rows = predictions('1', '2', 'x', '4').map((row, seed) => ({ ...row, seed }))
    const { series } = collect({ file: rows })
    expect([...scores(series[0]!, problems)]).toEqual([[undefined, [1, 1, 0, 1]]])
  })

  it('gives the accuracy of problems that are all half right a width', () => {
    const halves = [1, 2].flatMap((seed) =>
      problems.map(({ id }, index) => ({
        problemId: id,
        seed,
        answer: (index + seed) % 2 ? String(index + 1) : '0',
      })),
    )
    const [low, high] = evaluate(collect({ file: halves }).series, problems).metrics[0]!.ci95!
    expect(high - low).toBeGreaterThan(0.4)
    expect(low + high).toBeCloseTo(1, 12)
  })

  it('compares the same seeds in pairs, other seeds in their order', () => {
    const of = (seedList: number[], ...answers: string[]) =>
      seedList.flatMap((seed) => predictions(...answers).map((row) => ({ ...row, seed })))
    const methodOf = (first: object[], second: object[]) =>
      evaluate(collect({ first, second }).series, problems).comparisons[0]!.method
    expect(methodOf(of([1, 2], '1', '2'), of([2, 1], '1', '7'))).toContain('problems and 2 runs')
    expect(methodOf(of([1, 2], '1', '2'), predictions('1', '7'))).toContain('problems and 2 runs')
    expect(methodOf(of([1, 2], '1', '2'), of([3, 4, 5], '1', '7'))).toContain('problems and 2 runs')
  })

  it('gives pass@k and maj@k of verdicts, or says why not', () => {
    const verdicts = problems.flatMap(({ id }, position) =>
      [0, 1, 2].map((index) => ({
        problemId: id,
        index,
        verdict: index < position ? 'correct' : 'incorrect',
        answer: index < position ? id : 'no',
        reason: '',
      })),
    )
    const { metrics } = evaluate(collect({ file: verdicts }).series, problems, { ks: [2, 3, 4] })
    const value = (name: string) => metrics.find((row) => row.name === name)?.value
    expect(value('accuracy')).toBeCloseTo(0.5, 12)
    expect(value('pass@2')).toBeCloseTo((0 + 2 / 3 + 1 + 1) / 4, 12)
    expect(value('pass@3')).toBe(0.75)
    expect(value('maj@3')).toBe(0.5)
    expect(metrics.find(({ name }) => name === 'pass@4')).toMatchObject({
      value: null,
      ci95: null,
      reason: 'problem "a" has 3 answers, fewer than 4',
    })
  })

  it('reports unknown problems and repeated records', () => {
    const { faults } = collect({
      file: [...predictions('1'), { problemId: 'zzz', answer: '1' }, ...predictions('1')],
    })
    expect(faults).toEqual([
      'there is no problem "zzz"',
      'there is already a prediction for problem "a"',
    ])
  })
})
