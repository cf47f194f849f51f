import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { CancelledError, type Completion, type Verdict } from '../core/index.ts'
import { gradeCompletions, withGold } from '../verify/index.ts'
import { curateRft, type RftOptions } from './curate.ts'
import { representatives } from './path-selection.ts'
import {
  chainFilters,
  keepCorrect,
  keepFinished,
  keepFirstOfIndex,
  keepTrueEquations,
  type Dropped,
  type Graded,
} from './filters.ts'

const problems = ['a', 'b', 'c'].map((id) =>
  withGold({
    id,
    question: `Question ${id}?`,
    answer: '4',
    solution: '2 and 2 is <<2+2=4>>4.\n#### 4\n',
  }),
)

const completion: fc.Arbitrary<Completion> = fc
  .record({
    problemId: fc.constantFrom('a', 'b', 'c', 'unknown'),
    index: fc.integer({ min: 0, max: 5 }),
    text: fc.constantFrom(
      '<<2+2=4>>\n#### 4',
      'Two and two: <<2+2=4>>\n#### 4',
      '<<1+3=4>>\n#### 4 ',
      '<<8/2=4>> <<4*1=4>>\n#### 4',
      '<<2+2=5>>\n#### 4',
      '<<2+3=5>>\n#### 5',
      'no idea',
      'four\n#### 4',
    ),
    finish: fc.constantFrom(undefined, 'stop' as const, 'length' as const),
    modelId: fc.constantFrom(undefined, 'm1', 'm2'),
  })
  .map(({ finish, modelId, ...rest }) => ({
    ...rest,
    ...(finish && { finish }),
    ...(modelId && { modelId }),
  }))

const total = (dropped: Dropped): number =>
  Object.values(dropped).reduce((sum, count) => sum + count, 0)

describe('filters', () => {
  const graded: fc.Arbitrary<Graded> = fc
    .tuple(
      completion,
      fc.constantFrom('correct' as const, 'incorrect' as const, 'unparseable' as const),
    )
    .map(([item, verdict]) => ({
      completion: item,
      verdict: { problemId: item.problemId, index: item.index, verdict, answer: null, reason: '' },
    }))

  it.each(
    Object.entries({
      keepCorrect,
      keepTrueEquations,
      all: chainFilters(keepCorrect, keepTrueEquations),
    }),
  )('%s: kept and dropped add up, order is kept, and a second pass drops nothing', (_, filter) => {
    fc.assert(
      fc.property(fc.array(graded), (items) => {
        const { kept, dropped } = filter(items)
        expect(kept.length + total(dropped)).toBe(items.length)
        expect(items.filter((item) => kept.includes(item))).toEqual(kept)
        expect(filter(kept)).toEqual({ kept, dropped: {} })
      }),
    )
  })

  it('keepFinished: kept and dropped add up', () => {
    fc.assert(
      fc.property(fc.array(completion), (items) => {
        const { kept, dropped } = keepFinished(items)
        expect(kept.length + total(dropped)).toBe(items.length)
        expect(kept.every(({ finish }) => finish !== 'length')).toBe(true)
      }),
    )
  })

  it('keepFirstOfIndex: kept and dropped add up, and identities are unique', () => {
    fc.assert(
      fc.property(fc.array(completion), (items) => {
        const { kept, dropped } = keepFirstOfIndex()(items)
        expect(kept.length + total(dropped)).toBe(items.length)
        expect(
          new Set(kept.map(({ modelId, problemId, index }) => `${modelId}/${problemId}/${index}`))
            .size,
        ).toBe(kept.length)
      }),
    )
  })
})

describe('curateRft', () => {
  it('accounts for every completion, whatever the options', async () => {
    const options = fc.record({
      includeGold: fc.boolean(),
      dropGoldPath: fc.boolean(),
      capPerProblem: fc.constantFrom(0, 1, 2, 10),
      keepDuplicates: fc.boolean(),
      representative: fc.constantFrom(...representatives),
      numGenerations: fc.constantFrom(1, 2, 5, Infinity),
      maxRows: fc.constantFrom(0, 1, 3, Infinity),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(completion, { maxLength: 60 }),
        options,
        async (completions, chosen) => {
          const { rows, report } = await curateRft(problems, [{ completions }], chosen)
          expect(report.input).toBe(completions.length)
          for (const { input, kept, dropped } of report.models)
            expect(kept + total(dropped)).toBe(input)
          expect(report.models.reduce((sum, { input }) => sum + input, 0)).toBe(completions.length)
          expect(report.overlaps.reduce((sum, { paths }) => sum + paths, 0)).toBe(
            report.problemsByDistinctPaths.reduce((sum, count, paths) => sum + count * paths, 0),
          )
          expect(report.kept + total(report.dropped)).toBe(report.input)
          expect(report.rows).toBe(rows.length)
          expect(report.goldRows).toBe(chosen.includeGold ? problems.length : 0)
          expect(report.problemsByDistinctPaths.reduce((sum, count) => sum + count, 0)).toBe(
            problems.length,
          )
          expect(report.distinctPathsWithGold).toBeGreaterThanOrEqual(
            report.distinctPathsPerProblem,
          )
        },
      ),
    )
  })

  it('writes prompt, completion and source; gold first, problems in order', async () => {
    const { rows, report } = await curateRft(problems.slice(0, 2), [
      {
        completions: [
          { problemId: 'b', index: 0, text: '<<1+3=4>>\n#### 4 \n\n', modelId: 'm' },
          { problemId: 'a', index: 0, text: '<<2+2=4>> it is.\n#### 4', modelId: 'm' },
          { problemId: 'a', index: 1, text: '<<2+3=5>>\n#### 5', modelId: 'm' },
        ],
      },
    ])
    const prompt = (id: string) => `Question: Question ${id}?\nAnswer:\n`
    const gold = '2 and 2 is <<2+2=4>>4.\n#### 4'
    expect(rows).toEqual([
      { prompt: prompt('a'), completion: gold, problemId: 'a', source: 'gold' },
      { prompt: prompt('a'), completion: '<<2+2=4>> it is.\n#### 4', problemId: 'a', source: 'm' },
      { prompt: prompt('b'), completion: gold, problemId: 'b', source: 'gold' },
      { prompt: prompt('b'), completion: '<<1+3=4>>\n#### 4', problemId: 'b', source: 'm' },
    ])
    expect(report).toMatchObject({
      input: 3,
      kept: 2,
      dropped: { incorrect: 1 },
      solvedProblems: 2,
      distinctPathsPerProblem: 1,
      distinctPathsWithGold: 1.5,
    })
  })

  it('takes no model for the gold solutions, whatever it is called', async () => {
    const completions = [{ problemId: 'a', index: 0, text: '<<1+3=4>>\n#### 4', modelId: 'gold' }]
    const { report } = await curateRft(problems, [{ completions }])
    expect(report).toMatchObject({ input: 1, kept: 1, rows: 4, goldRows: 3, dropped: {} })
  })

  it.each([undefined, { run: () => Promise.reject(new Error('not asked')) }])(
    'stops when it is asked to, and lets go of its source',
    async (sandbox) => {
      const controller = new AbortController()
      let drawn = 0
      let isClosed = false
      async function* endless(): AsyncGenerator<Completion, void, void> {
        try {
          for (;;) {
            if (++drawn === 3) controller.abort()
            await new Promise((resolve) => setTimeout(resolve, 1))
            yield { problemId: 'unknown', index: drawn, text: '' }
          }
        } finally {
          isClosed = true
        }
      }
      const options = { signal: controller.signal, ...(sandbox && { sandbox }) }
      await expect(curateRft(problems, [{ completions: endless() }], options)).rejects.toThrow(
        CancelledError,
      )
      await vi.waitFor(() => expect(isClosed).toBe(true))
    },
  )

  it('is not slowed by completions that each name a model of their own', async () => {
    const completions = Array.from({ length: 20_000 }, (_, index): Completion => {
      const path = index % 2 === 0 ? 0 : index
      return {
        problemId: 'a',
        index,
        text: `<<4+${path}-${path}=4>>\n#### 4`,
        modelId: `m${index}`,
      }
    })
    // A step for every pair of models would run into the limit of time.
    const { report } = await curateRft(problems, [{ completions }])
    expect(report).toMatchObject({ kept: 10_001, dropped: { duplicatePath: 9_999 } })
    expect(report.models.slice(0, 2)).toMatchObject([
      { paths: 1, exclusivePaths: 0 },
      { paths: 1, exclusivePaths: 1 },
    ])
  })

  it('takes no problem twice', async () => {
    await expect(curateRft([...problems, problems[0]!], [])).rejects.toThrow('more than once')
  })

  it('throws what a source throws half-way', async () => {
    async function* broken(): AsyncGenerator<Completion, void, void> {
      yield { problemId: 'a', index: 0, text: '' }
      throw new Error('disk')
    }
    await expect(curateRft(problems, [{ completions: broken() }])).rejects.toThrow('disk')
  })

  describe('of programs', () => {
    const code = 'eggs = 1 << 2\nprint(eggs)'
    const value = { value: '4', text: '4', type: 'int', source: 'stdout', stdout: '4\n' } as const
    const sandbox: RftOptions['sandbox'] = {
      run: ({ id }) => Promise.resolve({ id, tier: 'fast', status: 'ok', error: null, ...value }),
    }
    const completions = [{ problemId: 'a', index: 0, text: `\`\`\`python\n${code}\n\`\`\`` }]
    const solved = [
      withGold({
        id: 'a',
        question: 'Question?',
        answer: '4',
        solution: code.replaceAll('eggs', 'left'),
      }),
    ]

    it('takes no shift for an annotation', async () => {
      const { report } = await curateRft(problems, [{ completions }], { sandbox })
      expect(report).toMatchObject({ kept: 1, dropped: {} })
    })

    it('names the path of a solution that is a program as those of completions', async () => {
      const { report } = await curateRft(solved, [{ completions }], { sandbox, dropGoldPath: true })
      expect(report).toMatchObject({
        kept: 0,
        dropped: { sameAsGold: 1 },
        distinctPathsWithGold: 1,
      })
    })
  })

  it('names each reason', async () => {
    const texts = [
      '<<2+2=4>>\n#### 4',
      'x <<2+2=4>>\n#### 4',
      '<<1+3=4>>\n#### 4',
      '<<5-1=4>>\n#### 4',
      '<<2+2=5>>\n#### 4',
      '#### 5',
      '',
    ]
    const completions: Completion[] = texts.map((text, index) => ({ problemId: 'a', index, text }))
    const more: Completion[] = [
      { problemId: 'a', index: 0, text: '<<4*1=4>>\n#### 4' },
      { problemId: 'zzz', index: 0, text: '#### 4' },
      { problemId: 'a', index: 90, text: '#### 4', finish: 'length' },
    ]
    const { report } = await curateRft(problems, [{ completions: [...completions, ...more] }], {
      dropGoldPath: true,
      capPerProblem: 1,
    })
    expect(report).toMatchObject({
      input: 10,
      kept: 1,
      dropped: {
        duplicatePath: 1,
        sameAsGold: 1,
        overCap: 1,
        falseEquation: 1,
        incorrect: 1,
        unparseable: 1,
        duplicateIndex: 1,
        unknownProblem: 1,
        unfinished: 1,
      },
      problemsByDistinctPaths: [2, 0, 0, 1],
    })
  })

  it('gives the same rows again when its own rows are curated', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(completion, { maxLength: 40 }), async (completions) => {
        const once = await curateRft(problems, [{ completions }], { includeGold: false })
        const again = once.rows.map((row, index): Completion => ({
          problemId: row.problemId!,
          index,
          text: row.completion,
          ...(row.source === undefined ? {} : { modelId: row.source }),
        }))
        const twice = await curateRft(problems, [{ completions: again }], { includeGold: false })
        const without = (rows: typeof once.rows) =>
          rows.map(({ prompt, completion: text, problemId, source }) => [
            prompt,
            text,
            problemId,
            source,
          ])
        expect(without(twice.rows)).toEqual(without(once.rows))
      }),
    )
  })

  it('a union has at least the paths of its largest part and at most their sum', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(completion), fc.array(completion), async (left, right) => {
        const paths = async (items: Completion[]) =>
          (await curateRft(problems, [{ completions: items }], { includeGold: false })).report.kept
        const renamed = right.map((item) => ({ ...item, modelId: `other ${item.modelId}` }))
        const [a, b, union] = [
          await paths(left),
          await paths(renamed),
          await paths([...left, ...renamed]),
        ]
        expect(union).toBeGreaterThanOrEqual(Math.max(a, b))
        expect(union).toBeLessThanOrEqual(a + b)
      }),
    )
  })

  it('keeps only what every filter lets through, and finds no fewer paths in more completions', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(completion, { maxLength: 60 }), async (completions) => {
        const { rows, report } = await curateRft(problems, [{ completions }], {
          includeGold: false,
        })
        const texts = rows.map((row, index): Completion => ({
          problemId: row.problemId!,
          index,
          text: row.completion,
        }))
        const again = await curateRft(problems, [{ model: 'one', completions: texts }], {
          includeGold: false,
        })
        expect(again.report.dropped).toEqual({})
        let before = { k: 0, distinct: 0, distinctWithGold: 1 }
        for (const at of report.byK) {
          expect(at.distinct).toBeGreaterThanOrEqual(before.distinct)
          expect(at.distinctWithGold).toBeGreaterThanOrEqual(before.distinctWithGold)
          const { report: first } = await curateRft(problems, [{ completions }], {
            includeGold: false,
            numGenerations: at.k,
          })
          expect(first.distinctPathsPerProblem).toBeCloseTo(at.distinct, 12)
          expect(first.distinctPathsWithGold).toBeCloseTo(at.distinctWithGold, 12)
          before = at
        }
        expect(before.distinct).toBeCloseTo(report.distinctPathsPerProblem, 12)
      }),
    )
  })
})

describe('verdicts that are given', () => {
  it('make the same rows and the same account as grading here', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(completion, { maxLength: 30 }), async (completions) => {
        const byId = new Map(problems.map((problem) => [problem.id, problem]))
        const verdicts: Verdict[] = []
        for await (const { verdict } of gradeCompletions(byId, completions))
          if (verdict) verdicts.push(verdict)
        expect(await curateRft(problems, [{ completions, verdicts }])).toEqual(
          await curateRft(problems, [{ completions }]),
        )
      }),
      { numRuns: 100 },
    )
  })

  it('count, whatever the texts say', async () => {
    const completions = [{ problemId: 'a', index: 0, text: '<<2+2=4>>\n#### 4' }]
    const verdicts: Verdict[] = [
      { problemId: 'a', index: 0, verdict: 'incorrect', answer: '4', reason: 'said so' },
    ]
    const { report } = await curateRft(problems, [{ completions, verdicts }])
    expect(report.dropped).toEqual({ incorrect: 1 })
    const other = curateRft(problems, [{ completions: [], verdicts }])
    await expect(other).rejects.toThrow('there is a verdict on completion 0 of problem "a"')
  })
})
