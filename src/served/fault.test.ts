import { describe, expect, it } from 'vitest'
import { faultOf, faultOfSilence } from './fault.ts'
import { fittingTokens } from './fitting-tokens.ts'
import { NoReply, type HttpReply } from './http.ts'

const url = 'http://host:1/v1/completions'
const reply = (status: number, text: string, headers: HttpReply['headers'] = {}): HttpReply => ({
  status,
  text,
  headers,
})
const said = (message: string, code: number | string = 400): string =>
  JSON.stringify({ error: { message, type: 'x', code } })

describe('the fault of a reply', () => {
  it.each([
    [401, said('Incorrect API key provided'), 'fatal', 'answers 401: Incorrect API key provided'],
    [403, said('no'), 'fatal', 'answers 403: no'],
    [402, '', 'fatal', 'http://host:1 answers 402'],
    [
      429,
      said('You exceeded your current quota', 'insufficient_quota'),
      'fatal',
      'your current quota',
    ],
    [
      429,
      said('Rate limit reached', 'rate_limit_exceeded'),
      'busy',
      'answers 429: Rate limit reached',
    ],
    [503, said('Loading model', 503), 'busy', 'Loading model'],
    [
      529,
      '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
      'busy',
      'Overloaded',
    ],
    [500, 'Internal Server Error', 'failed', 'answers 500: Internal Server Error'],
    [
      502,
      '<html><title>502 Bad Gateway</title>',
      'failed',
      'a web page (502 Bad Gateway), not JSON',
    ],
    [504, '', 'failed', 'answers 504'],
    [408, '', 'failed', 'answers 408'],
    [
      501,
      said('This server does not support embeddings', 501),
      'fatal',
      'does not support embeddings',
    ],
    [404, said('The model `x` does not exist.', 404), 'fatal', 'The model `x` does not exist.'],
    [404, '{"detail":"Not Found"}', 'fatal', 'answers 404: Not Found'],
    [400, '{"detail":"Server is pinned to \'a\'; requested \'b\'."}', 'fatal', 'Server is pinned'],
    [
      400,
      said("Field 'n': Value must be between 1 <= value <= 4, but got 10000"),
      'fatal',
      "Field 'n'",
    ],
    [
      400,
      said("This model's maximum context length is 2048 tokens."),
      'tooLong',
      'maximum context',
    ],
    [
      400,
      said(
        'request (30001 tokens) exceeds the available context size (4096 tokens), try increasing it',
      ),
      'tooLong',
      '30001',
    ],
    [
      400,
      said('max_tokens=100000 cannot be greater than max_model_len=2048.'),
      'tooLong',
      'max_model_len',
    ],
    [
      400,
      said('max_tokens is too large: 100000. This model supports at most 16384 completion tokens'),
      'tooLong',
      '16384',
    ],
    [413, said('prompt is too long: 210000 tokens > 200000 maximum'), 'tooLong', 'too long'],
    [400, '{"error":{"code":"content_filter","message":"filtered"}}', 'withheld', 'filtered'],
    [422, '{"detail":[{"loc":["body","top_k"],"msg":"extra fields"}]}', 'fatal', 'top_k'],
    [307, '', 'fatal', 'answers 307 (to another path)'],
  ])('%d %s is %s', (status, text, kind, words) => {
    const fault = faultOf(url, 'x', reply(status, text))
    expect(fault.kind).toBe(kind)
    expect(fault.message).toContain(words)
    expect(fault.error.name).toBe(kind === 'fatal' ? 'ConfigError' : 'ServerError')
    if (kind === 'fatal') expect(fault.error.hint).toBeDefined()
  })

  it('is short, and one line, whatever the server says', () => {
    const fault = faultOf(url, 'x', reply(500, `a\n\n b${'x'.repeat(10_000)}`))
    expect(fault.message).toMatch(/^http:\/\/host:1 answers 500: a bx{290,300}…$/)
  })

  it('tells where a redirection leads, without what may be secret', () => {
    const headers = { location: 'https://user.example/login?token=secret#x' }
    expect(faultOf(url, 'x', reply(302, '', headers)).message).toBe(
      'http://host:1 answers 302 (to https://user.example)',
    )
  })

  it.each([
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    [{ 'retry-after': '999999999' }, 600_000],
    [{}, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-3' }, undefined],
    // The server's clock may be years off: only the difference of its own two times counts.
    [
      { date: 'Sat, 28 Nov 2015 05:00:00 GMT', 'retry-after': 'Sat, 28 Nov 2015 05:00:09 GMT' },
      9000,
    ],
    [
      { date: 'Sat, 28 Nov 2099 05:00:09 GMT', 'retry-after': 'Sat, 28 Nov 2099 05:00:00 GMT' },
      undefined,
    ],
    [{ 'retry-after': 'Sat, 28 Nov 2099 05:00:00 GMT' }, undefined],
  ])('waits as long as %o says: %s', (headers, waitMs) =>
    expect(faultOf(url, 'x', reply(429, '{}', headers)).waitMs).toBe(waitMs),
  )
})

describe('the fault of silence', () => {
  it.each([
    ['tls', 'fatal', 'NODE_EXTRA_CA_CERTS'],
    ['address', 'fatal', 'Is the address right?'],
    ['refused', 'unreachable', 'Is the server running'],
    ['timeout', 'failed', undefined],
    ['cut', 'failed', undefined],
    ['long', 'failed', undefined],
  ] as const)('%s is %s', (silence, kind, hint) => {
    const fault = faultOfSilence(url, new NoReply(silence, 'words'))
    expect([fault.kind, fault.message.includes('http://host:1: words')]).toEqual([kind, true])
    expect(fault.error.hint?.includes(hint ?? '')).toBe(hint === undefined ? undefined : true)
  })
})

describe('fewer tokens that fit', () => {
  it.each([
    // What vLLM, llama.cpp and OpenAI say.
    [
      'max_tokens=100000 cannot be greater than max_model_len=2048. Please request fewer',
      100_000,
      2047,
    ],
    [
      "This model's maximum context length is 2048 tokens. However, you requested 2052 tokens (5 in the messages, 2047 in the completion).",
      2047,
      2043,
    ],
    [
      "'max_tokens' or 'max_completion_tokens' is too large: 2040. This model's maximum context length is 2048 tokens and your request has 38 input tokens (2040 > 2048 - 38).",
      2040,
      2010,
    ],
    [
      "This model's maximum context length is 2048 tokens. However, your prompt contains at least 2049 input tokens, which exceeds this limit even without any output tokens.",
      100,
      undefined,
    ],
    [
      'request (30001 tokens) exceeds the available context size (4096 tokens), try increasing it',
      256,
      undefined,
    ],
    [
      'max_tokens is too large: 100000. This model supports at most 16384 completion tokens, whereas you provided 100000.',
      100_000,
      16_384,
    ],
    ['the prompt is too long', 100, undefined],
  ])('%s', (words, asked, fewer) => expect(fittingTokens(words, asked)).toBe(fewer))
})
