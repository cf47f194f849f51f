import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError, drain, type Completion, type Prediction } from '../core/index.ts'
import { scriptedModel } from '../sample/index.ts'
import {
  drawFrom,
  majority,
  strategies,
  strategiesWith,
  type StrategyName,
  type Tools,
} from './index.ts'

const drawn = (...texts: string[]): Completion[] =>
  texts.map((text, index) => ({ problemId: 'p', index, text, tokens: 10 }))
const answer = (
  name: StrategyName,
  tools: Tools,
  options?: { trace?: boolean; numGenerations?: number },
): Promise<Prediction> => drain(strategies[name].answer('p', tools, options))

describe('majorityVote', () => {
  it('counts canonical answers: 18, 18.0 and $18 are one candidate', async () => {
    const completions = drawn('#### 17', '#### 18.0', '#### 17', '#### $18', '#### 18')
    expect(await answer('majorityVote', { completions })).toEqual({
      problemId: 'p',
      answer: '18',
      text: '#### 18.0',
      cost: { completions: 5, tokens: 50 },
    })
  })

  it('lets completions without an answer not vote, and the first seen win ties', async () => {
    const vote = (...texts: string[]): Promise<Prediction> =>
      answer('majorityVote', { completions: drawn(...texts) })
    expect((await vote('', '', '#### 2', '#### 1', '#### 1', '#### 2')).answer).toBe('2')
    expect(await vote('', '')).toMatchObject({ answer: null, text: '' })
    expect(await vote()).toEqual({
      problemId: 'p',
      answer: null,
      cost: { completions: 0, tokens: 0 },
    })
  })

  it('shows on demand what it chose from, with the votes', async () => {
    const completions = drawn('#### 1', '#### 2.0', '', '#### 2')
    expect((await answer('majorityVote', { completions }, { trace: true })).trace).toEqual({
      candidates: [
        { index: 0, answer: '1', score: 1 },
        { index: 1, answer: '2', score: 2 },
        { index: 2, answer: null, score: 0 },
        { index: 3, answer: '2', score: 2 },
      ],
      choice: 1,
    })
  })

  it('is won by an answer that nothing beats, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('1', '2', '3', null)), (answers) => {
        const winner = majority(answers)
        const count = (answer: string | null) => answers.filter((other) => other === answer).length
        if (winner === null) expect(answers.every((answer) => answer === null)).toBe(true)
        else
          for (const answer of ['1', '2', '3'])
            expect(count(winner)).toBeGreaterThanOrEqual(count(answer))
        const best = Math.max(...['1', '2', '3'].map(count))
        expect(winner).toBe(
          best === 0 ? null : answers.find((answer) => answer !== null && count(answer) === best),
        )
      }),
    )
  })
})

describe('first', () => {
  it('takes the lowest index and pays for it alone', async () => {
    const completions = drawn('#### 1', '#### 2').toReversed()
    for (const name of ['first', 'greedy'] as const)
      expect(await answer(name, { completions })).toEqual({
        problemId: 'p',
        answer: '1',
        text: '#### 1',
        cost: { completions: 1, tokens: 10 },
      })
  })
})

describe('a strategy', () => {
  it('draws what it needs where nothing is stored', async () => {
    const asked: object[] = []
    const generate: Tools['generate'] = (draw) => {
      asked.push(draw)
      return Promise.resolve(drawn('#### 3', '#### 4', '#### 4').slice(0, draw.numGenerations))
    }
    expect((await answer('greedy', { generate })).answer).toBe('3')
    expect((await answer('majorityVote', { generate }, { numGenerations: 3 })).answer).toBe('4')
    expect((await answer('majorityVote', { generate })).cost).toEqual({
      completions: 3,
      tokens: 30,
    })
    expect(asked).toEqual([
      { numGenerations: 1, temperature: 0 },
      { numGenerations: 3, temperature: 0.7 },
      { numGenerations: 16, temperature: 0.7 },
    ])
  })

  it('says what it needs where that is not there', async () => {
    const failed = answer('majorityVote', {})
    await expect(failed).rejects.toThrow(ConfigError)
    await expect(failed).rejects.toThrow(
      'the strategy majorityVote needs stored completions or a model that draws completions',
    )
    await expect(answer('first', { generate: () => Promise.resolve([]) })).rejects.toThrow(
      'the strategy first needs stored completions',
    )
    expect(strategiesWith('generate')).toEqual(expect.arrayContaining(['greedy', 'majorityVote']))
    expect(strategiesWith('generate')).not.toContain('first')
  })

  it('draw from a model, and show what they draw alone', async () => {
    const model = scriptedModel({ 'How many? ': { '#### 12': 5, '#### 7': 2, 'Many!': 1 } })
    const prompt = { problemId: 'p', prompt: 'How many? ', stream: [1] }
    const shown: string[] = []
    const generate = drawFrom(model, prompt, {
      maxNewTokens: 20,
      onText: (text) => void shown.push(text),
    })
    const greedy = await drain(strategies.greedy.answer('p', { generate }))
    expect(greedy).toMatchObject({ answer: '12', text: '#### 12', cost: { completions: 1 } })
    expect(shown.join('')).toBe('#### 12')
    const vote = await drain(
      strategies.majorityVote.answer('p', { generate }, { numGenerations: 40, trace: true }),
    )
    expect(vote).toMatchObject({ answer: '12', cost: { completions: 40 } })
    expect(vote.trace!.candidates.map(({ index }) => index)).toEqual([...Array(40).keys()])
    expect(vote.trace!.candidates[vote.trace!.choice!]!.answer).toBe('12')
    expect(shown.join('')).toBe('#### 12')
  })
})
