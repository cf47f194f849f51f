import { describe, expect, it } from 'vitest'
import { fewShotFormat, fewShotStop } from './few-shot.ts'
import {
  formatPrompt,
  plainFormat,
  problemPrompt,
  programFormat,
  promptFormatId,
} from './prompt-format.ts'

const examples = [
  { prompt: problemPrompt('What is 1 + 1?'), completion: 'It is 2.\n#### 2' },
  { prompt: problemPrompt('What is 2 + 2?'), completion: 'It is 4.\n#### 4\n' },
]
const custom = (template: string): { name: string; template: string } => ({
  name: 'custom',
  template,
})

describe('fewShotFormat', () => {
  it('puts solved examples before the question, with a blank line behind each', () => {
    const format = fewShotFormat(plainFormat, examples)
    expect(formatPrompt(format, 'What is 3 + 3?')).toBe(
      'Question: What is 1 + 1?\nAnswer:\nIt is 2.\n#### 2\n\n' +
        'Question: What is 2 + 2?\nAnswer:\nIt is 4.\n#### 4\n\n' +
        'Question: What is 3 + 3?\nAnswer:\n',
    )
    expect(promptFormatId(format)).toMatch(/^few-shot-[0-9a-f]{8}$/)
    expect(promptFormatId(format)).not.toBe(
      promptFormatId(fewShotFormat(plainFormat, examples.slice(1))),
    )
  })

  it('writes the examples in the format of the model, and leaves those in a third one', () => {
    const format = fewShotFormat(custom('Q: {question}\nA: '), [
      examples[0]!,
      { prompt: 'Q: What is 5 + 5?\nA: ', completion: '10' },
      { prompt: 'Problem: 6 + 6\n', completion: '12' },
    ])
    expect(format.template).toBe(
      'Q: What is 1 + 1?\nA: It is 2.\n#### 2\n\nQ: What is 5 + 5?\nA: 10\n\n' +
        'Problem: 6 + 6\n12\n\nQ: {question}\nA: ',
    )
  })

  it('is one turn of the user in a chat', () => {
    const chat = { name: 'chat', template: '<user>{question}</user><model>' }
    expect(formatPrompt(fewShotFormat(chat, examples.slice(0, 1)), 'What is 3 + 3?')).toBe(
      '<user>Question: What is 1 + 1?\nAnswer:\nIt is 2.\n#### 2\n\n' +
        'Question: What is 3 + 3?\nAnswer:</user><model>',
    )
  })

  it('asks for a program in a chat as the programs before were asked for', () => {
    const chat = { name: 'chat', template: '{question}\n\nWrite code.', isTurn: true } as const
    const program = {
      prompt: formatPrompt(programFormat, 'What is 1 + 1?'),
      completion: 'def solution():\n    return 2',
    }
    expect(formatPrompt(fewShotFormat(chat, [program]), 'What is 3 + 3?')).toBe(
      'Question: What is 1 + 1?\nProgram:\ndef solution():\n    return 2\n\n' +
        'Question: What is 3 + 3?\nProgram:\n\nWrite code.',
    )
  })
})

describe('fewShotStop', () => {
  it.each([
    ['Question: {question}\nAnswer:\n', '\nQuestion:'],
    ['Q: {question}\nA:', '\nQ:'],
    ['Below is a task.\n\n### Task:\n{question}\n### Answer:\n', '\nBelow is a task.'],
    ['{question}\nAnswer:', '\n\n'],
    ['\n {question}\n', '\n\n'],
  ])('of %j is %j', (template, stop) => {
    expect(fewShotStop(custom(template))).toBe(stop)
  })

  it('of a chat is that of the plain format, in which its examples are', () => {
    expect(fewShotStop({ name: 'chat', template: '<user>{question}</user>' })).toBe('\nQuestion:')
  })
})
