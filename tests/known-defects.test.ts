/**
 * Defects of the published code for rejection sampling (OFA-Sys/gsm8k-ScRel @25d2c40), kept from
 * happening here.
 */
import { describe, expect, it } from 'vitest'
import { drain, type Completion } from '../src/core/index.ts'
import { strategies } from '../src/infer/index.ts'
import {
  canonicalAnswer,
  checkEquation,
  compareAnswers,
  readAnswer,
  verifyCompletion,
  withGold,
} from '../src/verify/index.ts'
import { curateRft } from '../src/curate/index.ts'

const problem = withGold({ id: 'p', question: 'q', answer: '18', solution: '<<9*2=18>>\n#### 18' })
const drawn = (count: number, text: (index: number) => string): Completion[] =>
  Array.from({ length: count }, (_, index) => ({
    problemId: 'p',
    index,
    text: text(index),
    seed: index + 1,
  }))

describe('defects of the published code', () => {
  it('1: every sample counts, the hundredth seed too', async () => {
    const { report } = await curateRft(
      [problem],
      [{ completions: drawn(100, (index) => `<<${index}+${18 - index}=18>>\n#### 18`) }],
    )
    expect(report).toMatchObject({ input: 100, kept: 100, dropped: {} })
  })

  it('1: nor is a file of a seed left out, whatever number it begins to count at', async () => {
    const sources = Array.from({ length: 100 }, (_, file) => ({
      model: 'sft',
      completions: [{ problemId: 'p', index: 0, text: `<<${file}+${18 - file}=18>>\n#### 18` }],
    }))
    const { report } = await curateRft([problem], sources)
    expect(report).toMatchObject({
      input: 100,
      kept: 100,
      models: [{ completionsPerProblem: { fewest: 100, most: 100 } }],
    })
  })

  it('2: a short or uneven set of samples is used as it is, and joined by id, not by position', async () => {
    const other = withGold({ id: 'o', question: 'r', answer: '5' })
    const { rows, report } = await curateRft(
      [other, problem],
      [{ completions: drawn(1, () => '<<17+1=18>>\n#### 18') }],
      {
        includeGold: false,
      },
    )
    expect(report).toMatchObject({ input: 1, kept: 1, dropped: {} })
    expect(rows[0]).toMatchObject({ problemId: 'p', prompt: 'Question: q\nAnswer:\n' })
  })

  it('3: problems with equally many paths are all counted', async () => {
    const problems = ['a', 'b', 'c'].map((id) => withGold({ id, question: id, answer: '18' }))
    const completions = ['a', 'b'].map((problemId): Completion => ({
      problemId,
      index: 0,
      text: '<<9*2=18>>\n#### 18',
    }))
    expect((await curateRft(problems, [{ completions }])).report.problemsByDistinctPaths).toEqual([
      1, 2,
    ])
  })

  it('4: curation, evaluation and voting share one definition of equal', async () => {
    expect(compareAnswers(problem.gold, '18.00').outcome).toBe('equal')
    expect(compareAnswers(problem.gold, '18.00005').outcome).toBe('different')
    const texts = ['#### 17', '#### 18', '#### 18.0', '#### 17', '#### $18.00']
    const votes = texts.map((text, index) => ({ problemId: 'p', index, text }))
    const { answer } = await drain(strategies.majorityVote.answer('p', { completions: votes }))
    expect(answer).toBe('18')
  })

  it('5: nothing is evaluated, every side of a chain counts, and faults have reasons', () => {
    expect(checkEquation("__import__('os').system('true')=0")).toMatchObject({
      holds: false,
      reason: expect.stringMatching(/^not arithmetic/),
    })
    expect(checkEquation('process.exit(1)=0').holds).toBe(false)
    expect(checkEquation('9**9**9**9=1').holds).toBe(false)
    expect(checkEquation('9*2=18=19')).toEqual({ holds: false, reason: '18 is not 19' })
    expect(
      verifyCompletion({ problemId: 'p', index: 0, text: '#### None' }, problem).verdict,
    ).not.toBe('correct')
  })

  it('un-annotated solutions do not share one empty key', async () => {
    const { report } = await curateRft(
      [problem],
      [{ completions: drawn(3, (index) => `Way ${['one', 'two', 'three'][index]}.\n#### 18`) }],
    )
    expect(report.kept).toBe(3)
  })

  it('commas and trailing points do not break the answer', () => {
    expect(canonicalAnswer(readAnswer('#### 1,080.').answer!)).toBe('1080')
  })
})
