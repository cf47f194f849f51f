import { expect, it } from 'vitest'
import { ConfigError } from '../core/index.ts'
import {
  defaultEvaluatorFormat,
  evaluatorPrompt,
  parseEvaluatorFormat,
} from './evaluator-format.ts'

it('asks in one sentence after the problem and the solution', () => {
  expect(evaluatorPrompt(defaultEvaluatorFormat, 'Question: q\nAnswer:\n', 'It is 2. \n\n')).toBe(
    'Question: q\nAnswer:\nIt is 2.\nThe solution above is',
  )
})

it('reads back what a model records; the stem may be empty', () => {
  const format = { stem: '', correct: 'yes', incorrect: 'no' }
  expect(parseEvaluatorFormat(JSON.stringify(format), 'm')).toEqual(format)
})

it.each([
  '',
  '{',
  '[]',
  '{"stem":"s","correct":"yes"}',
  '{"stem":"s","correct":"","incorrect":"no"}',
  '{"stem":"s","correct":"yes","incorrect":"no","other":1}',
])('refuses a damaged record: %s', (text) => {
  const parse = () => parseEvaluatorFormat(text, 'judge')
  expect(parse).toThrow(ConfigError)
  expect(parse).toThrow(/^judge: evaluator-format\.json is damaged$/)
})
