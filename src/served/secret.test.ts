import { expect, it } from 'vitest'
import { readChoices } from './choices.ts'
import { secretOf } from './secret.ts'

const key = 'sk-live-3f9a/c77d'

it('hides a key wherever it stands, and no part of one that may still grow', () => {
  const { hide, hideGrowing } = secretOf(key)
  expect(hide(`a ${key} b ${key}`)).toBe('a *** b ***')
  const text = `the key is ${key}, and there is more to say than that`
  for (let length = 0; length <= text.length; length++) {
    const told = hideGrowing(text.slice(0, length))
    expect(hide(text).startsWith(told)).toBe(true)
    expect(told).not.toContain('sk-l')
  }
})

it('leaves what may be a word', () => {
  expect(secretOf('none').hide('there are none')).toBe('there are none')
  expect(secretOf(undefined).hideGrowing('as it is')).toBe('as it is')
})

it('hides a key that stands in escapes, or in the pieces of a stream', () => {
  const { hide } = secretOf(key)
  const escaped = key.replaceAll('-', '\\u002d').replace('/', '\\/')
  const whole = `{"choices":[{"index":0,"text":"${escaped}","finish_reason":"stop"}],"model":"${escaped}"}`
  const options = { stop: [], count: 1 }
  const reply = { status: 200, headers: {}, text: whole, hide }
  expect(readChoices(reply, 'http://host', options)).toMatchObject({
    choices: [{ text: '***' }],
    model: '***',
  })
  const pieces = [key.slice(0, 6), key.slice(6)].map(
    (text) => `data: {"choices":[{"index":0,"text":"${text}"}]}\n\n`,
  )
  const end = 'data: {"choices":[{"index":0,"text":"","finish_reason":"stop"}]}\n\n'
  const stream = { ...reply, text: `${pieces.join('')}${end}data: [DONE]\n\n` }
  expect(readChoices(stream, 'http://host', options).choices[0]!.text).toBe('***')
})

it('holds a completion back that a filter keeps back, and takes an error for no reply', () => {
  const reply = (choice: object, rest: object = {}) => ({
    status: 200,
    headers: {},
    text: JSON.stringify({ choices: [{ index: 0, ...choice }], ...rest }),
  })
  const options = { stop: [], count: 1 }
  const filtered = reply({ text: '#### 4 and', finish_reason: 'content_filter' })
  expect(readChoices(filtered, 'http://host', options).choices).toEqual([
    { index: 0, text: '', finish: 'length', isWithheld: true },
  ])
  expect(() =>
    readChoices(reply({ text: '' }, { error: { message: 'overloaded' } }), 'http://host', options),
  ).toThrow('the reply is an error: {"message":"overloaded"}')
})
