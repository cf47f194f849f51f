import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError, DataError, drain, type Completion, type Prediction } from '../core/index.ts'
import { scriptedModel } from '../sample/index.ts'
import {
  drawFrom,
  scoreWith,
  searchFrom,
  majority,
  strategies,
  strategiesWith,
  type Draw,
  type StrategyName,
  type StrategyOptions,
  type Tools,
} from './index.ts'

const drawn = (...texts: string[]): Completion[] =>
  texts.map((text, index) => ({ problemId: 'p', index, text, tokens: 10 }))
const answer = (name: StrategyName, tools: Tools, options?: StrategyOptions): Promise<Prediction> =>
  drain(strategies[name].answer('p', tools, options))

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

describe('a strategy that chooses by scores', () => {
  const completions = drawn('#### 1', '#### 2', '', '#### 2.0', '#### 2', '#### 3')
  /** Scores of texts, which remember what they were asked for. */
  function scoring(byText: Record<string, number>) {
    const asked: number[][] = []
    const scores: NonNullable<Tools['scores']> = (places) => {
      asked.push([...places])
      return Promise.resolve(places.map((place) => byText[completions[place]!.text]!))
    }
    return { asked, tools: { completions, scores } }
  }
  const known = { '#### 1': 0.5, '#### 2': 0.25, '#### 2.0': 0.125, '#### 3': 0.75 }

  it('asks once for a problem, and once for a text, for what it needs', async () => {
    const { asked, tools } = scoring(known)
    expect(await answer('bestOfN', tools, { trace: true })).toEqual({
      problemId: 'p',
      answer: '3',
      text: '#### 3',
      cost: { completions: 6, tokens: 60, evaluatorCalls: 4 },
      trace: {
        candidates: [
          { index: 0, answer: '1', score: 0.5 },
          { index: 1, answer: '2', score: 0.25 },
          { index: 2, answer: null },
          { index: 3, answer: '2', score: 0.125 },
          { index: 4, answer: '2', score: 0.25 },
          { index: 5, answer: '3', score: 0.75 },
        ],
        choice: 5,
      },
    })
    expect(await answer('rerankTopClusters', tools, { clusters: 1 })).toMatchObject({
      answer: '2',
      text: '#### 2',
      cost: { completions: 6, evaluatorCalls: 2 },
    })
    expect(asked).toEqual([
      [0, 1, 3, 5],
      [1, 3],
    ])
  })

  it('draws what it chooses from, and asks an evaluator for what it needs only', async () => {
    const draws: Draw[] = []
    const generate: NonNullable<Tools['generate']> = (draw) => {
      draws.push(draw)
      return Promise.resolve(completions)
    }
    const judged: string[][] = []
    const evaluator = {
      score: (candidates: readonly { question: string; solution: string }[]) => {
        judged.push(candidates.map(({ question, solution }) => `${question} ${solution}`))
        return Promise.resolve(candidates.map(({ solution }) => (solution === '#### 1' ? null : 1)))
      },
    }
    const tools = { generate, scores: scoreWith(evaluator, 'How many?') }
    const options = { clusters: 2, numGenerations: 6, temperature: 0.25 }
    expect(await answer('weightedTopClusters', tools, options)).toMatchObject({
      answer: '2',
      cost: { completions: 6, evaluatorCalls: 3 },
    })
    expect(await answer('bestOfN', tools)).toMatchObject({ answer: '2', text: '#### 2' })
    expect(draws).toEqual([
      { numGenerations: 6, temperature: 0.25 },
      { numGenerations: 16, temperature: 0.7 },
    ])
    expect(judged[0]).toEqual(['How many? #### 1', 'How many? #### 2', 'How many? #### 2.0'])
  })

  it('weighs, and votes among the best', async () => {
    const { tools } = scoring(known)
    expect((await answer('weightedVote', tools)).answer).toBe('3')
    expect((await answer('weightedVote', scoring({ ...known, '#### 2': 0.5 }).tools)).answer).toBe(
      '2',
    )
    expect((await answer('weightedTopClusters', tools, { clusters: 2 })).answer).toBe('2')
    expect((await answer('majorityOfTopN', tools, { best: 4 })).answer).toBe('2')
    expect((await answer('majorityOfTopN', tools, { best: 2 })).answer).toBe('1')
  })

  it('abstains without asking where there is no answer', async () => {
    const scores = (): Promise<number[]> => Promise.reject(new Error('asked'))
    for (const name of strategiesWith('completions').filter((each) => strategies[each].scored))
      expect(await answer(name, { completions: drawn('', ' '), scores })).toEqual({
        problemId: 'p',
        answer: null,
        text: '',
        cost: { completions: 2, tokens: 20, evaluatorCalls: 0 },
      })
    expect((await answer('bestOfN', { completions: [], scores })).answer).toBeNull()
  })

  it('says what is wrong with scores, and of which problem', async () => {
    await expect(answer('bestOfN', { completions })).rejects.toThrow(
      'the strategy bestOfN needs scores of completions',
    )
    await expect(
      answer('bestOfN', scoring({ ...known, '#### 3': Number.NaN }).tools),
    ).rejects.toThrow('problem "p": completion 5 has the score NaN: it must be a finite number')
    await expect(answer('bestOfN', scoring({}).tools)).rejects.toThrow(DataError)
    await expect(answer('weightedVote', scoring({ ...known, '#### 1': -2 }).tools)).rejects.toThrow(
      'problem "p": the score -2 is negative',
    )
  })
})

describe('adaptiveVote', () => {
  it('pays for what it used', async () => {
    const completions = drawn(
      '#### 5',
      '',
      '#### 5',
      '#### 5.0',
      '#### 5',
      '#### 6',
      '#### 6',
      '#### 6',
    )
    expect(await answer('adaptiveVote', { completions }, { trace: true })).toEqual({
      problemId: 'p',
      answer: '5',
      text: '#### 5',
      cost: { completions: 5, tokens: 50 },
      trace: {
        candidates: [
          { index: 0, answer: '5', score: 4 },
          { index: 1, answer: null, score: 0 },
          { index: 2, answer: '5', score: 4 },
          { index: 3, answer: '5', score: 4 },
          { index: 4, answer: '5', score: 4 },
        ],
        choice: 0,
      },
    })
    expect((await answer('adaptiveVote', { completions }, { confidence: 0.7 })).cost).toEqual({
      completions: 1,
      tokens: 10,
    })
    expect(await answer('adaptiveVote', { completions: drawn('', ' ') })).toMatchObject({
      answer: null,
      text: '',
      cost: { completions: 2 },
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

describe('stepBeam', () => {
  const script = { q: { 'a = 3\n#### 3': 5, 'b = 4\n#### 4': 4, 'def solution():\n    c': 3 } }
  const search = searchFrom(
    scriptedModel(script),
    { problemId: 'p', prompt: 'q' },
    { maxNewTokens: 99 },
  )
  const scoreLines: Tools['scoreLines'] = async (lines) =>
    lines.map(({ line }) => (line.startsWith('a') ? 0.1 : 1))

  it('answers with the best hypothesis, by its lines where they are scored', async () => {
    expect(await answer('stepBeam', { search })).toMatchObject({
      answer: '3',
      text: 'a = 3\n#### 3',
    })
    const scored = { search, scoreLines }
    expect(await answer('stepBeam', scored, { scoreBy: 'evaluator' })).toMatchObject({
      answer: '4',
    })
    // Tools that the options do not ask for change nothing
    expect(await answer('stepBeam', scored)).toMatchObject({ answer: '3' })
  })

  it('shows on demand what it chose from, and costs what the model computed', async () => {
    const { cost, trace } = await answer('stepBeam', { search }, { trace: true, width: 2 })
    expect(trace!.candidates.map(({ index, answer: each }) => [index, each])).toEqual([
      [0, '3'],
      [1, '4'],
    ])
    expect(trace!.choice).toBe(0)
    expect(cost!.completions).toBe(1)
    expect(cost!.tokens).toBeGreaterThan('a = 3\n#### 3'.length)
  })

  it('takes what a program computes for its answer', async () => {
    const run: Tools['run'] = async ({ text }) => ({ answer: `${text.length}`, error: null })
    const only = searchFrom(
      scriptedModel({ q: 'def solution():\n    return 12' }),
      { problemId: 'p', prompt: 'q' },
      { maxNewTokens: 99 },
    )
    expect(await answer('stepBeam', { search: only, run })).toMatchObject({ answer: '29' })
  })

  it('says what it lacks', async () => {
    await expect(answer('stepBeam', {})).rejects.toThrow('search with several hypotheses')
    await expect(answer('stepBeam', { search }, { scoreBy: 'evaluator' })).rejects.toThrow(
      'needs something that scores lines',
    )
    await expect(answer('stepBeam', { search }, { partial: 'run' })).rejects.toThrow('sandbox')
  })
})
