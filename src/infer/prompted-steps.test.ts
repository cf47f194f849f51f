import { describe, expect, it } from 'vitest'
import { stepRules, type StepTask } from '../data/index.ts'
import { ServerError } from '../core/index.ts'
import { scriptedModel } from '../sample/index.ts'
import type { GenerateRequest, GenerationEvent, LanguageModel } from '../model/index.ts'
import { proposeSteps, type StepAgent } from './step-agent.ts'

const script = {
  'Q: pens? ': {
    'Pens, e.g. 3, are few. So 7 it is. The answer is: B': 3,
    'Is it 4? No! It is 7.\n#### 7\n': 2,
    '3 + 4 = 7\n\n#### 7': 2,
    'Who knows': 1,
  },
  'Q: hats? ': { '1 hat.) Then 2.\nQ: more?': 1, '第一步。然后。': 1 },
}

interface Asking {
  steps: StepTask
  sessions: boolean
  seed?: number
  maxNewTokens?: number
  stop?: readonly string[]
}

/** Candidates for the first steps and for those behind a first line. */
async function proposed({ steps, sessions, seed = 1, maxNewTokens = 60, stop }: Asking) {
  const agent: StepAgent = {
    model: scriptedModel(script, { capabilities: { sessions } }),
    profile: { lengthOf: (text) => text.length, maxPositions: 200 },
    prompts: new Map(Object.keys(script).map((prompt, place) => [`p${place}`, prompt])),
    rule: stepRules[steps],
    seed,
    candidates: 4,
    decoding: { temperature: 1, maxNewTokens, ...(stop && { stop }) },
  }
  const open = [...agent.prompts.keys()].map((problemId) => ({
    problemId,
    question: '',
    text: '',
    steps: [],
    tokens: 0,
    isEnded: false,
  }))
  return proposeSteps(agent, open, undefined)
}

const open = { problemId: 'p', question: '', text: '', steps: [], tokens: 0, isEnded: false }
const agentOf = (model: LanguageModel, steps: StepTask = 'gsm8k'): StepAgent => ({
  model,
  profile: { lengthOf: () => 1, maxPositions: 200 },
  prompts: new Map([['p', 'Q: pens? ']]),
  rule: stepRules[steps],
  seed: 1,
  candidates: 1,
  decoding: { temperature: 1, maxNewTokens: 9 },
})

describe('steps of a model without sessions', () => {
  it.each([
    [{ steps: 'gsm8k' }],
    [{ steps: 'math' }],
    [{ steps: 'arc' }],
    [{ steps: 'math', maxNewTokens: 7 }],
    [{ steps: 'arc', stop: ['\nQ:', 'few'] }],
    [{ steps: 'gsm8k', stop: ['\n'] }],
  ] as const)('are those of a session: %j', async (asking) => {
    const texts = new Set<string>()
    for (let seed = 0; seed < 12; seed++) {
      const [ours, theirs] = await Promise.all([
        proposed({ ...asking, seed, sessions: false }),
        proposed({ ...asking, seed, sessions: true }),
      ])
      for (const [place, candidates] of theirs.entries())
        for (const [index, { logprob, ...candidate }] of candidates.entries()) {
          const { logprob: ownLogprob, ...own } = ours[place]![index]!
          expect(own).toEqual(candidate)
          expect(ownLogprob).toBeCloseTo(logprob!, 6)
          texts.add(own.text)
        }
    }
    expect(texts.size).toBeGreaterThan(3)
  })

  it('need a model that says what has ended a text', async () => {
    const model = scriptedModel(script, { capabilities: { sessions: false } })
    const silent: LanguageModel = Object.assign(Object.create(model) as LanguageModel, {
      generate: (...[request, signal]: Parameters<LanguageModel['generate']>) =>
        model.generate({ ...request, tellsStops: false }, signal),
    })
    const agent = {
      ...agentOf(silent),
      candidates: 8,
      decoding: { temperature: 1, maxNewTokens: 60 },
    }
    const asked = proposeSteps(agent, [open], undefined)
    await expect(asked).rejects.toThrow(ServerError)
    await expect(asked).rejects.toThrow('does not say which stop text has ended a step')
  })

  it.each([
    ['gsm8k', '', '\n'],
    ['arc', 'e.g', '. '],
  ] as const)(
    'end in %s where it writes %j for ever, and counts no token',
    async (steps, text, stoppedBy) => {
      let asked = 0
      const finish = 'stop' as const
      const endless = scriptedModel(script, { capabilities: { sessions: false } })
      const model: LanguageModel = Object.assign(Object.create(endless) as LanguageModel, {
        generate: async function* ({ prompts }: GenerateRequest): AsyncGenerator<GenerationEvent> {
          asked++
          for (const { problemId } of prompts) {
            const completion = { problemId, index: 0, text, tokens: 0, finish, stoppedBy }
            yield { type: 'completion', completion }
          }
        },
      })
      const [candidates] = await proposeSteps(agentOf(model, steps), [open], undefined)
      const written = (text + stoppedBy).repeat(9)
      expect(candidates).toEqual([{ text: written, tokens: 0, isLast: true, isCut: true }])
      expect(asked).toBe(9)
    },
  )
})
