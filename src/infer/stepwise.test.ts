import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError, drain, type Prediction } from '../core/index.ts'
import { problemPrompt, stepRules } from '../data/index.ts'
import { scriptedModel } from '../sample/index.ts'
import {
  likelihoodJudgement,
  ownJudgement,
  randomJudgement,
  stepRounds,
  stepSettingsOf,
  stepTools,
  strategies,
  type StepJudgement,
  type StepSettings,
  type StepTools,
  type StrategyOptions,
  type Tools,
  type Trajectory,
} from './index.ts'

const questions = ['How many pens?', 'How many boxes?', 'How many hats?']
const solutions = {
  'a = 3\nb = 4\n#### 7': 5,
  'a = 2\nb = 4\n#### 6': 4,
  'c = 1\n#### 1': 3,
  '#### 9': 1,
}
const script = Object.fromEntries(questions.map((question) => [problemPrompt(question), solutions]))
const problems = questions.map((question, place) => ({ problemId: `p${place}`, question }))
const prompts = new Map(
  problems.map(({ problemId, question }) => [problemId, problemPrompt(question)]),
)

/** Tools of a model that knows solutions of all problems by heart. */
function toolsOf(settings: StepSettings, seed: number, score: StepJudgement): StepTools {
  const { temperature, candidates, steps } = settings
  const agent = {
    model: scriptedModel(script),
    profile: { lengthOf: (text: string) => text.length, maxPositions: 200 },
    prompts,
    rule: stepRules[steps],
    seed,
    candidates,
    decoding: { temperature, maxNewTokens: 40 },
  }
  return stepTools({ agent, score }, settings)
}

/** What the strategy answers to one problem. */
function solve(
  place: number,
  options: StrategyOptions,
  score: StepJudgement,
  { seed = 1, ...more }: Tools & { seed?: number } = {},
): Promise<Prediction> {
  const { problemId, question } = problems[place]!
  const steps: Tools['steps'] = {
    question,
    open: async (settings) => toolsOf(settings, seed, score),
  }
  return drain(strategies.stepwise.answer(problemId, { ...more, steps }, options))
}

/** What the stage finds for all problems together. */
function together(options: StrategyOptions, seed: number, score: StepJudgement) {
  const settings = stepSettingsOf(options)
  const { maxSteps, steps } = settings
  const limits = { maxSteps, hasAnswer: stepRules[steps].hasAnswer }
  return drain(stepRounds(problems, toolsOf(settings, seed, score), limits))
}

const traced = ({ steps }: Trajectory) =>
  steps.map(({ candidates, choice }) => ({
    candidates: candidates.map(({ text, score }) => ({ text, score })),
    choice,
  }))

describe('stepwise', () => {
  it('finds for a problem what the stage finds for it among others', async () => {
    const cases = fc.record({
      seed: fc.nat(1000),
      candidates: fc.integer({ min: 1, max: 4 }),
      maxSteps: fc.integer({ min: 1, max: 4 }),
      isRandom: fc.boolean(),
      place: fc.nat(problems.length - 1),
    })
    await fc.assert(
      fc.asyncProperty(cases, async ({ seed, candidates, maxSteps, isRandom, place }) => {
        const chooseBy = isRandom ? 'random' : 'likelihood'
        const options: StrategyOptions = { chooseBy, candidates, maxSteps, trace: true }
        const score = isRandom ? randomJudgement(seed) : ownJudgement
        const alone = await solve(place, options, score, { seed })
        const among = (await together(options, seed, score))[place]!
        expect(alone.text).toBe(among.text)
        expect(alone.cost).toEqual({ completions: 1, tokens: among.tokens })
        expect(alone.trace!.steps).toEqual(traced(among))
      }),
      { numRuns: 40 },
    )
  })

  it('with one candidate writes what the model draws, whoever chooses', async () => {
    const texts = await Promise.all(
      [randomJudgement(1), ownJudgement].map(async (score) => {
        const { text, answer } = await solve(0, { chooseBy: 'random', candidates: 1 }, score)
        return [text, answer]
      }),
    )
    expect(texts[0]).toEqual(texts[1])
    expect(Object.keys(solutions)).toContain(texts[0]![0])
  })

  it('takes the steps that a judge likes, and shows on demand why', async () => {
    const judge = scriptedModel({ [problemPrompt(questions[0]!).trimEnd()]: '\nc = 1\n#### 1' })
    const score = likelihoodJudgement(
      judge,
      {
        context: ({ question }) => problemPrompt(question).trimEnd(),
        continuation: ({ text }, candidate) => `\n${text}${candidate.text}`.trimEnd(),
        fits: () => true,
      },
      0.9,
    )
    const options: StrategyOptions = { chooseBy: 'likelihood', candidates: 16 }
    const plain = await solve(0, options, score)
    expect(plain).toMatchObject({ answer: '1', text: 'c = 1\n#### 1' })
    expect(plain.trace).toBeUndefined()
    const { trace } = await solve(0, { ...options, trace: true }, score)
    expect(trace).toMatchObject({ candidates: [{ index: 0, answer: '1' }], choice: 0 })
    const [first] = trace!.steps!
    expect(first!.candidates).toHaveLength(16)
    expect(first!.candidates[first!.choice]).toEqual({ text: 'c = 1\n', score: 0 })
    expect(first!.candidates.some(({ score: own }) => own === -Infinity)).toBe(true)
  })

  it('gives rationales to the judge, and to the solver only where they are shown', async () => {
    const { question } = problems[0]!
    const rationales: StepTools['rationales'] = async (open) =>
      open.map(({ steps }) => ({ text: `because ${steps.length}`, tokens: 3 }))
    const seen: (string | undefined)[] = []
    const judge: StepJudgement = async (open, candidates, said) => {
      seen.push(said?.[0]?.text)
      return ownJudgement(open, candidates, said)
    }
    const solved = (rationalesAre: 'hidden' | 'shown'): Promise<Prediction> => {
      const steps: Tools['steps'] = {
        question,
        open: async (settings) => ({ ...toolsOf(settings, 1, judge), rationales }),
      }
      const options: StrategyOptions = { rationalesAre, trace: true }
      return drain(strategies.stepwise.answer('p0', { steps }, options))
    }
    const { trace } = await solved('hidden')
    expect(trace!.steps!.map(({ rationale }) => rationale)).toEqual(seen)
    expect(seen[0]).toBe('because 0')
    // The script of the solver has nothing that follows a rationale.
    await expect(solved('shown')).rejects.toThrow('because 0')
  })

  it('takes what a program computes for its answer', async () => {
    const run: Tools['run'] = async ({ text }) => ({ answer: `${text.length}`, error: null })
    const { answer, text } = await solve(0, { chooseBy: 'random' }, randomJudgement(1), { run })
    expect(answer).toBe(String(text!.length))
  })

  it('says what it lacks', async () => {
    const answered = drain(strategies.stepwise.answer('p', {}))
    await expect(answered).rejects.toThrow(ConfigError)
    await expect(answered).rejects.toThrow('stepwise needs models that write and judge steps')
  })
})
