import { describe, expect, it } from 'vitest'
import { readVectors } from './embedding.ts'
import type { HttpReply } from './http.ts'
import { readScore } from './scoring.ts'

const url = 'http://host/v1/completions'
const reply = (json: unknown): HttpReply => ({
  status: 200,
  headers: {},
  text: JSON.stringify(json),
})
const echoed = (tokens: string[], token_logprobs: (number | null)[], text_offset?: number[]) =>
  reply({
    model: 'm',
    choices: [{ logprobs: { tokens, token_logprobs, text_offset } }],
    usage: { prompt_tokens: tokens.length - 1, completion_tokens: 1 },
  })

describe('a score', () => {
  const text = 'The capital of France is'
  // As vLLM replies.
  const tokens = ['The', ' capital', ' of', ' France', ' is', ' Paris']
  const logprobs = [null, -11.5, -0.25, -2.5, -0.5, -0.125]
  const offsets = [0, 3, 11, 14, 21, 24]

  it.each([undefined, offsets])(
    'is that of the tokens after the prompt, with offsets %o',
    (told) => {
      const score = readScore(echoed(tokens, logprobs, told), url, { text, promptLength: 11 })
      expect(score).toEqual({
        result: {
          logprob: -3.25,
          tokens: [
            { text: ' of', logprob: -0.25 },
            { text: ' France', logprob: -2.5 },
            { text: ' is', logprob: -0.5 },
          ],
        },
        used: { promptTokens: 5, tokens: 1 },
        model: 'm',
      })
    },
  )

  it('counts a token that reaches beyond the prompt', () => {
    const score = readScore(echoed(tokens, logprobs), url, { text, promptLength: 16 })
    expect(score.result.tokens.map((each) => each.text)).toEqual([' France', ' is'])
  })

  it('counts characters as Python does, and parts of a character as its own', () => {
    const emoji = '📦📦é'
    const score = readScore(
      echoed(
        ['', '', '📦', '', '', '📦', 'é', '!'],
        [null, -1, -2, -3, -4, -5, -6, -7],
        [0, 0, 0, 1, 1, 1, 2, 3],
      ),
      url,
      { text: emoji, promptLength: '📦'.length },
    )
    expect(score.result.tokens.map(({ logprob }) => logprob)).toEqual([-3, -4, -5, -6])
  })

  it('stands also where a server adds nothing of its own', () => {
    const score = readScore(
      echoed(tokens.slice(0, 5), logprobs.slice(0, 5), offsets.slice(0, 5)),
      url,
      {
        text,
        promptLength: 21,
      },
    )
    expect(score.result.logprob).toBe(-0.5)
  })

  it.each([
    ['too few', echoed(tokens, logprobs.slice(1)), 'not as many log-probabilities as tokens'],
    ['cut', echoed(tokens.slice(0, 4), logprobs.slice(0, 4)), 'does not repeat the whole text'],
    ['null', echoed(tokens, [null, -1, -1, null, -1, -1]), 'of a token is null'],
    ['positive', echoed(tokens, [null, -1, -1, 0.5, -1, -1]), 'of a token is 0.5'],
    ['endless', echoed(tokens, [null, -1, -1, -1e300, -1, -1]), 'of a token is -1e+300'],
    ['another shape', reply({ choices: [{ logprobs: { content: [] } }] }), 'another shape'],
    ['nothing', reply({ choices: [] }), 'another shape'],
  ])('is none: %s', (_, bad, words) => {
    expect(() => readScore(bad, url, { text, promptLength: 11 })).toThrow(words)
  })

  it('of a whole text is none: a first token has no probability', () => {
    let fault: unknown
    try {
      readScore(echoed(tokens, logprobs), url, { text, promptLength: 0 })
    } catch (error) {
      fault = error
    }
    expect(fault).toMatchObject({ kind: 'fatal', error: { name: 'ConfigError' } })
  })
})

describe('vectors', () => {
  const of = (data: unknown) => reply({ model: 'm', data, usage: { prompt_tokens: 4 } })

  it('are of length 1, in the order of their texts', () => {
    const data = [
      { index: 1, embedding: [0, 5] },
      { index: 0, embedding: [3, 4] },
    ]
    const { result, used } = readVectors(of(data), url, 2)
    expect(result).toEqual([
      [0.6, 0.8],
      [0, 1],
    ])
    expect(used).toEqual({ promptTokens: 4, tokens: 0 })
    expect(readVectors(of([{ embedding: [0, 0] }]), url, 1).result).toEqual([[0, 0]])
  })

  it.each([
    ['too few', [{ index: 0, embedding: [1] }]],
    [
      'one twice',
      [
        { index: 0, embedding: [1] },
        { index: 0, embedding: [1] },
      ],
    ],
    [
      'of two lengths',
      [
        { index: 0, embedding: [1] },
        { index: 1, embedding: [1, 2] },
      ],
    ],
    [
      'empty',
      [
        { index: 0, embedding: [] },
        { index: 1, embedding: [] },
      ],
    ],
    ['as text', [{ index: 0, embedding: 'AAAA' }]],
    ['of null', [{ index: 0, embedding: [null] }]],
  ])('are none: %s', (_, data) =>
    expect(() => readVectors(of(data), url, 2)).toThrow(/vectors|shape/),
  )
})
