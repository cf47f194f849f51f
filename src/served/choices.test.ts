import { describe, expect, it } from 'vitest'
import { readChoices } from './choices.ts'
import { Fault } from './fault.ts'
import type { HttpReply } from './http.ts'
import { streamReader } from './pieces.ts'

const url = 'http://host/v1/completions'
const atOnce = (json: unknown): HttpReply => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  text: typeof json === 'string' ? json : JSON.stringify(json),
})
const streamed = (events: readonly unknown[], end = 'data: [DONE]\n\n'): HttpReply => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream; charset=utf-8' },
  text: events.map((each) => `data: ${JSON.stringify(each)}\n\n`).join('') + end,
})
const read = (reply: HttpReply, stop: string[] = [], count = 1) =>
  readChoices(reply, url, { stop, count })
const one = (reply: HttpReply, stop: string[] = []) => read(reply, stop).choices[0]!

describe('completions at once', () => {
  it('of vLLM tell a stop text from the end of the text', () => {
    const reply = (finish_reason: string, stop_reason: unknown) =>
      atOnce({
        model: 'm',
        choices: [{ index: 0, text: 'a', logprobs: null, finish_reason, stop_reason }],
      })
    expect(one(reply('stop', null), ['\n']).finish).toBe('endOfText')
    expect(one(reply('stop', 2), ['\n']).finish).toBe('endOfText')
    expect(one(reply('stop', '\n'), ['\n']).finish).toBe('stop')
    expect(one(reply('length', null), ['\n']).finish).toBe('length')
  })

  it('of others end with a stop text, unless none was asked for', () => {
    const reply = atOnce({ choices: [{ text: 'a', finish_reason: 'stop' }] })
    expect(one(reply, ['\n']).finish).toBe('stop')
    expect(one(reply).finish).toBe('endOfText')
    expect(read(reply).model).toBe(undefined)
  })

  it('end before the first stop text, also where the server left it in', () => {
    const reply = atOnce({ choices: [{ text: 'a\nb#c', finish_reason: 'length' }] })
    expect(one(reply, ['#', '\n'])).toMatchObject({ text: 'a', finish: 'stop' })
    expect(one(reply, ['c'])).toMatchObject({ text: 'a\nb#', finish: 'stop' })
  })

  it('say which stop text has ended them, the first and shortest', () => {
    const choice = { text: 'a. b', finish_reason: 'stop', stop_reason: '\n' }
    expect(one(atOnce({ choices: [choice] }), ['\n'])).toMatchObject({ stoppedBy: '\n' })
    expect(one(atOnce({ choices: [choice] }), ['\n', '. b', '. '])).toEqual({
      index: 0,
      text: 'a',
      finish: 'stop',
      stoppedBy: '. ',
    })
    const mute = atOnce({ choices: [{ text: 'a', finish_reason: 'stop' }] })
    expect(one(mute, ['\n'])).not.toHaveProperty('stoppedBy')
    // Whoever knows no stop text has ended the text itself.
    const unsent = readChoices(mute, url, { stop: ['\n'], areSent: false, count: 1 })
    expect(unsent.choices).toEqual([{ index: 0, text: 'a', finish: 'endOfText' }])
    // Also where it gives a reason: it is none of these.
    for (const stop_reason of ['</s>', 'end_turn', '\n', '']) {
      const told = atOnce({ choices: [{ text: 'a', finish_reason: 'stop', stop_reason }] })
      const ended = readChoices(told, url, { stop: ['\n'], areSent: false, count: 1 })
      expect(ended.choices).toEqual([{ index: 0, text: 'a', finish: 'endOfText' }])
    }
  })

  it('are in the order of their indices, each once, and no more than were asked for', () => {
    const choices = [3, 1, 1, 0].map((index, place) => ({ index, text: `${index}${place}` }))
    expect(read(atOnce({ choices }), [], 9).choices.map(({ text }) => text)).toEqual([
      '03',
      '12',
      '30',
    ])
    expect(read(atOnce({ choices }), [], 2).choices.map(({ text }) => text)).toEqual(['03', '12'])
  })

  it.each([
    [
      { content: 'answer', reasoning_content: '\nthought\n' },
      '<think>\nthought\n</think>\n\nanswer',
    ],
    [{ content: 'answer', reasoning: 'thought' }, '<think>\nthought\n</think>\n\nanswer'],
    [{ content: null, reasoning: 'thought' }, '<think>\nthought'],
    [{ content: 'answer', reasoning_content: null }, 'answer'],
    [{ content: null, refusal: 'I cannot' }, 'I cannot'],
    [{ role: 'assistant' }, ''],
  ])('of a chat: %o', (message, text) =>
    expect(one(atOnce({ choices: [{ message, finish_reason: 'stop' }] })).text).toBe(text),
  )

  it.each([
    [{ token_logprobs: [-1, -0.5, 0], tokens: ['a', 'b', 'c'] }, [-1, -0.5, 0]],
    [{ content: [{ token: 'a', logprob: -1 }] }, [-1]],
    [{ token_logprobs: [-1, null] }, undefined],
    [{ token_logprobs: [0.5] }, undefined],
    [{ token_logprobs: [-1e31] }, undefined],
    [{ token_logprobs: 'no' }, undefined],
    [null, undefined],
    ['nonsense', undefined],
  ])('with log-probabilities %o', (logprobs, values) =>
    expect(one(atOnce({ choices: [{ text: 'a', logprobs }] })).logprobs).toEqual(values),
  )

  it.each([
    ['{"choices": [{"ind', 'the reply is no JSON'],
    ['<!DOCTYPE html>', 'the reply is a web page, not JSON'],
    ['null', 'another shape'],
    [{ choices: 'no' }, 'another shape than the protocol says (choices)'],
    [{ choices: [{ index: -1 }] }, 'another shape than the protocol says (choices.0.index)'],
    [{ choices: [{ text: 7 }] }, 'another shape than the protocol says (choices.0.text)'],
    [{ error: { message: 'no' } }, 'another shape'],
    [{ choices: [] }, 'the reply holds no completion'],
  ])('that are none: %o', (json, words) => {
    expect(() => read(atOnce(json))).toThrow(Fault)
    expect(() => read(atOnce(json))).toThrow(words)
  })

  it('that cannot be used were paid for', () => {
    const usage = { prompt_tokens: 7, completion_tokens: 3 }
    let fault: unknown
    try {
      read(atOnce({ choices: [], usage }))
    } catch (error) {
      fault = error
    }
    expect(fault).toMatchObject({ kind: 'failed', used: { promptTokens: 7, tokens: 3 } })
  })
})

describe('completions in pieces', () => {
  const lp = (value: number) => ({ token_logprobs: [value] })
  it('are joined, each with its own, as vLLM sends them', () => {
    const reply = streamed([
      {
        model: 'm',
        choices: [
          { index: 0, text: ' Paris', logprobs: lp(-1), finish_reason: null, stop_reason: null },
        ],
      },
      {
        model: 'm',
        choices: [
          { index: 1, text: ' Mon', logprobs: lp(-2), finish_reason: null, stop_reason: null },
        ],
      },
      {
        model: 'm',
        choices: [
          { index: 1, text: 'aco', logprobs: lp(-3), finish_reason: 'length', stop_reason: null },
        ],
      },
      {
        model: 'm',
        choices: [
          { index: 0, text: ',', logprobs: lp(-4), finish_reason: 'stop', stop_reason: null },
        ],
      },
      { model: 'm', choices: [], usage: { prompt_tokens: 5, completion_tokens: 4 } },
    ])
    const { choices, json, model } = read(reply, ['x'], 2)
    expect(choices).toEqual([
      { index: 0, text: ' Paris,', finish: 'endOfText', logprobs: [-1, -4] },
      { index: 1, text: ' Monaco', finish: 'length', logprobs: [-2, -3] },
    ])
    expect([model, (json as { usage: unknown }).usage]).toEqual([
      'm',
      { prompt_tokens: 5, completion_tokens: 4 },
    ])
  })

  it('of a chat are joined as llama.cpp sends them, without an end where all have ended', () => {
    const events = [
      { choices: [{ index: 0, delta: { role: 'assistant', content: null }, finish_reason: null }] },
      { choices: [{ index: 0, delta: { reasoning_content: 'hm' }, finish_reason: null }] },
      { choices: [{ index: 0, delta: { content: '2' }, finish_reason: null }] },
      { choices: [{ index: 0, delta: { content: '3' } }] },
      { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage: { prompt_tokens: 1 } },
    ]
    expect(one(streamed(events, ''))).toEqual({
      index: 0,
      text: '<think>\nhm\n</think>\n\n23',
      finish: 'endOfText',
    })
    expect(() => read(streamed(events.slice(0, 4), ''))).toThrow('ends before its completions do')
  })

  it.each([
    ['data: {"choices": [{"ind\n\n', 'the stream holds what is no JSON'],
    [
      'data: {"error": {"message": "out of memory"}}\n\n',
      'the stream breaks off: {"message":"out of',
    ],
    ['data: {"choices": {}}\n\n', 'another shape'],
    ['', 'the reply holds no completion'],
    [': ping\n\n', 'the reply holds no completion'],
  ])('break off: %s', (end, words) => expect(() => read(streamed([], end))).toThrow(words))

  it('are told as they grow, no further than what is certain, and thoughts before an answer', () => {
    const told: string[] = []
    const listen = streamReader(['\n#', 'END'], (index, text) => told.push(`${index} ${text}`))
    const { text } = streamed(
      ['a\n', 'b E', 'N', 'Ds'].map((piece) => ({ choices: [{ index: 1, text: piece }] })),
    )
    for (const character of text) listen(character)
    expect(told).toEqual(['1 a', '1 a\nb ', '1 a\nb ', '1 a\nb '])
    const thoughts: string[] = []
    const hear = streamReader([], (_, grown) => thoughts.push(grown))
    const deltas = [
      { reasoning: ' hm' },
      { reasoning: ' so\n' },
      { content: '\n' },
      { content: '4' },
    ]
    hear(streamed(deltas.map((delta) => ({ choices: [{ index: 0, delta }] }))).text)
    hear('data: {"broken\n\n')
    expect(thoughts).toEqual([
      '<think>\nhm',
      '<think>\nhm so',
      '<think>\nhm so',
      '<think>\nhm so\n</think>\n\n\n4',
    ])
  })
})
