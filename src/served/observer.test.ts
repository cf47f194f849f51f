import { describe, expect, it } from 'vitest'
import { ServerError } from '../core/index.ts'
import { Fault } from './fault.ts'
import { Observer, type Seen } from './observer.ts'

const seen = (length: number, promptTokens: number, more: Partial<Seen> = {}): Seen => ({
  prompt: { problemId: `p${length}`, prompt: 'x'.repeat(length), stream: [] },
  choices: [{ index: 0, text: 'a', finish: 'endOfText' }],
  tokens: [1],
  told: { promptTokens, tokens: 1 },
  maxNewTokens: 10,
  ...more,
})

describe('an observer', () => {
  it('has nothing to tell of what is as it should be, nor of what it cannot know', () => {
    const observer = new Observer()
    for (let length = 100; length < 200; length++) observer.saw(seen(length, length))
    for (let length = 100; length < 120; length++)
      observer.saw(seen(length, 0, { told: undefined }))
    // Prompts of the same template are as long as each other.
    for (let count = 0; count < 20; count++) observer.saw(seen(300, 300))
    expect(observer.take()).toEqual([])
  })

  it('notices a server that reads only a part of long prompts', () => {
    const observer = new Observer()
    for (let length = 1000; length < 5000; length += 500)
      observer.saw(seen(length, Math.min(length, 2048)))
    expect(observer.take()).toEqual([])
    for (let length = 2100; length < 5000; length += 250) observer.saw(seen(length, 2048))
    expect(observer.take()).toEqual([
      'the server counts 2048 tokens for 12 prompts of different lengths: it seems to read only a part of them. Its context may be too short',
    ])
    expect(observer.take()).toEqual([])
    observer.saw(seen(20_000, 1000))
    expect(observer.take()[0]).toMatch(
      /^the server seems to have read only a part of 1 prompts \(p20000\)/,
    )
  })

  it('counts what was cut, and what was refused', () => {
    const observer = new Observer()
    const cut: Seen['choices'] = [{ index: 0, text: 'a', finish: 'length' }]
    observer.saw(seen(10, 10, { choices: cut, tokens: [3] }))
    observer.saw(seen(10, 10, { choices: cut, tokens: [10] }))
    observer.refused('p', new Fault('tooLong', new ServerError('too long')))
    expect(observer.take()).toEqual([
      '1 prompt was refused (p: too long): their completions are empty, and count as wrong',
      'the server has cut 1 completion before they had as many tokens as they may have',
    ])
  })
})
