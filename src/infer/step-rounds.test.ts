import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drain } from '../core/index.ts'
import {
  evaluatorJudgement,
  likelihoodJudgement,
  ownJudgement,
  randomJudgement,
  rewardJudgement,
} from './step-judgements.ts'
import { stepRounds, type StepCandidate, type StepTools, type Trajectory } from './step-rounds.ts'

const candidate = (text: string, more: Partial<StepCandidate> = {}): StepCandidate => ({
  text,
  tokens: 2,
  logprob: -1,
  isLast: false,
  ...more,
})
const problem = (problemId: string) => ({ problemId, question: `What is ${problemId}?` })
const limits = { maxSteps: 15, hasAnswer: (text: string) => text.includes('####') }

const solve = (tools: StepTools, ids = ['p'], more: Partial<typeof limits> = {}) =>
  drain(stepRounds(ids.map(problem), tools, { ...limits, ...more }), () => {})

const open = (text = ''): Trajectory => ({
  ...problem('p'),
  text,
  steps: [],
  tokens: 0,
  isEnded: false,
})

describe('stepRounds', () => {
  it('takes the best candidate of each step, until an answer is there', async () => {
    const script = [['a\n', 'b\n'], ['c\n', '#### 1'], ['never']]
    const tools: StepTools = {
      propose: async (trajectories) =>
        trajectories.map(({ steps }) => script[steps.length]!.map((text) => candidate(text))),
      score: async (_, candidates) =>
        candidates.map((own) =>
          own.map(({ text }) => text.charCodeAt(0) + (text[0] === '#' ? 99 : 0)),
        ),
    }
    const [trajectory] = await solve(tools)
    expect(trajectory).toMatchObject({ text: 'b\n#### 1', tokens: 8, isEnded: true })
    expect(trajectory!.steps.map(({ choice }) => choice)).toEqual([1, 1])
  })

  it('ends where the agent does, where nothing is written, and after the last step', async () => {
    const tools = (last: StepCandidate): StepTools => ({
      propose: async (trajectories) => trajectories.map(() => [last]),
      score: async (trajectories) => trajectories.map(() => [0]),
    })
    const ended = await solve(tools(candidate('x', { isLast: true })))
    const silent = await solve(tools(candidate('')))
    const endless = await solve(tools(candidate('x')), ['p'], { maxSteps: 4 })
    expect(ended[0]).toMatchObject({ text: 'x', isEnded: true })
    expect(silent[0]).toMatchObject({ text: '', isEnded: true })
    expect(endless[0]).toMatchObject({ text: 'xxxx', isEnded: false })
  })

  it('tells after each step how many solutions have ended, among all', async () => {
    const tools: StepTools = {
      propose: async (trajectories) =>
        trajectories.map(({ problemId, steps }) => [
          candidate('x', { isLast: steps.length >= Number(problemId) }),
        ]),
      score: async (trajectories) => trajectories.map(() => [0]),
    }
    const told: unknown[] = []
    const among = { label: 'implicit', start: 10, total: 20 }
    const solving = stepRounds(['0', '0', '2'].map(problem), tools, limits, among)
    await drain(solving, (event) => told.push(event))
    const progress = { type: 'progress', label: 'implicit', total: 20, unit: 'problems' }
    expect(told).toEqual([12, 12, 13].map((done) => ({ ...progress, done })))
  })

  it('asks only for open trajectories, and gives judge and agent the rationale of each', async () => {
    const asked: string[][] = []
    const tools: StepTools = {
      rationales: async (trajectories) =>
        trajectories.map(({ problemId, steps }) => ({
          text: `${problemId}${steps.length}`,
          tokens: 5,
        })),
      propose: async (trajectories, rationales) => {
        asked.push(rationales!.map(({ text }) => text))
        return trajectories.map(({ problemId }) => [candidate('x', { isLast: problemId === 'p' })])
      },
      score: async (trajectories, _, rationales) => {
        expect(rationales).toHaveLength(trajectories.length)
        return trajectories.map(() => [0])
      },
    }
    const [first, second] = await solve(tools, ['p', 'q'], { maxSteps: 2 })
    expect(asked).toEqual([['p0', 'q0'], ['q1']])
    expect(first!.tokens).toBe(7)
    expect(second!.steps.map(({ rationale }) => rationale)).toEqual(['q0', 'q1'])
  })

  it('never takes a candidate that another beats', async () => {
    const scores = fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(scores, async (own) => {
        const tools: StepTools = {
          propose: async () => [own.map((_, place) => candidate(String(place), { isLast: true }))],
          score: async () => [own],
        }
        const [trajectory] = await solve(tools)
        expect(own[Number(trajectory!.text)]).toBe(Math.max(...own))
        expect(trajectory!.steps[0]!.choice).toBe(own.indexOf(Math.max(...own)))
      }),
    )
  })
})

describe('judgements', () => {
  it('draws the same at random for a problem and a step, whoever else is open', async () => {
    const own = [candidate('a'), candidate('b'), candidate('c')]
    const judge = randomJudgement(3)
    const other: Trajectory = { ...open(), problemId: 'q' }
    const [alone] = await judge([open()], [own], undefined)
    const together = await judge([other, open()], [own, own], undefined)
    expect(together[1]).toEqual(alone)
    expect(together[0]).not.toEqual(alone)
  })

  it('takes the mean of the own log-probabilities', async () => {
    const own = [candidate('a', { logprob: -4, tokens: 2 }), candidate('', { tokens: 0 })]
    expect(await ownJudgement([open()], [own], undefined)).toEqual([[-2, null]])
  })

  const texts = {
    context: ({ text }: Trajectory, rationale: string) => `${text}<${rationale}>`,
    continuation: (_: Trajectory, { text }: StepCandidate) => text,
    fits: (prompt: string, continuation: string) => (prompt + continuation).length < 20,
  }
  const tokens = [-1, -2].map((logprob) => ({ text: 'x', logprob }))

  it('scores what follows a rationale, discounted and per token; what is too long, or says nothing, comes last', async () => {
    const asked: unknown[] = []
    const model = {
      score: async (items: readonly unknown[]) => {
        asked.push(...items)
        return items.map(() => [{ logprob: -3, tokens }])
      },
    }
    const own = [candidate('a'), candidate('a'.repeat(30)), candidate(''), candidate('\n')]
    const said = [{ text: 'r', tokens: 1 }]
    const judge = likelihoodJudgement(model, texts, 0.5)
    expect(await judge([open('t')], [own], said)).toEqual([[(-1 - 0.5 * 2) / 2, null, null, null]])
    expect(asked).toEqual([{ prompt: 't<r>', continuations: ['a'] }])
  })

  it('asks an evaluator about the solution with each candidate', async () => {
    const evaluator = {
      score: async (asked: readonly { solution: string }[]) =>
        asked.map(({ solution }) => (solution === 'ta' ? 0.7 : null)),
    }
    const own = [candidate('a'), candidate('b')]
    expect(await evaluatorJudgement(evaluator)([open('t')], [own], undefined)).toEqual([
      [0.7, null],
    ])
  })

  it('reads rewards, and draws one where there is none', async () => {
    const replies = ['3', ' Reward: 2.', '1/3', '33', '0.5', 'no idea', '']
    const judge = rewardJudgement(async () => replies, 1)
    const own = replies.map((text) => candidate(text))
    const [rewards] = await judge([open()], [own], undefined)
    expect(rewards!.slice(0, 3)).toEqual([3, 2, 1])
    expect(rewards!.every((reward) => [0, 1, 2, 3].includes(reward!))).toBe(true)
    expect(await rewardJudgement(async () => replies, 1)([open()], [own], undefined)).toEqual([
      rewards,
    ])
  })
})
