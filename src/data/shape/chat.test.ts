import { describe, expect, it } from 'vitest'
import { readChat } from './chat.ts'

describe('readChat', () => {
  it('takes the last answer, and what comes before it as the question', () => {
    const turns = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: '3 + 4?' },
      { role: 'assistant', content: '7' },
    ]
    expect(readChat(turns)).toMatchObject({ question: 'Be brief.\n3 + 4?', completion: '7' })
    expect(readChat(turns.slice(0, 2))).toMatchObject({ question: 'Be brief.\n3 + 4?' })
    expect(readChat(JSON.stringify(turns))).toMatchObject({
      question: 'Be brief.\n3 + 4?',
      completion: '7',
    })
  })

  it('says who speaks where there are several turns, in ShareGPT words and parts of messages too', () => {
    const turns = [
      { from: 'human', value: '3 + 4?' },
      { from: 'gpt', value: '7' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'And ' },
          { type: 'text', text: '+ 1?' },
        ],
      },
      { role: 'assistant', content: null },
    ]
    expect(readChat(turns)).toMatchObject({
      question: 'User: 3 + 4?\nAssistant: 7\nUser: And + 1?',
      completion: null,
    })
  })

  it.each([
    ['x', 'expected a list of turns, found the text "x"'],
    [[{ role: 'assistant', content: '7' }], 'the chat has no turn of a user'],
    [
      [{ role: 'narrator', content: '7' }],
      /^turn 1: the speaker must be one of .*, found the text "narrator"$/,
    ],
    [
      [{ role: 'user', content: [{ image: 1 }] }],
      'turn 1: the content of the turn must be text, found a list',
    ],
    [['hello'], 'turn 1: expected {role, content} or {from, value}, found the text "hello"'],
    [[{ role: 'constructor', content: 'x' }], /^turn 1: the speaker must be/],
  ])('%j is none', (turns, fault) => {
    expect(readChat(turns)).toEqual({
      fault: typeof fault === 'string' ? fault : expect.stringMatching(fault),
    })
  })
})
