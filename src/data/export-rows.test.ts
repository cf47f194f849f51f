import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { TrainingRow } from '../core/index.ts'
import { axolotlConfig, describeExport, exportRows } from './export-rows.ts'
import { formatPrompt, problemPrompt, programFormat, rationaleFormat } from './prompt-format.ts'

const row: TrainingRow = { prompt: problemPrompt('What is 2+3?'), completion: '2+3=5\n#### 5' }
const program: TrainingRow = {
  prompt: formatPrompt(programFormat, 'What is 2+3?'),
  completion: 'def solution():\n    return 2 + 3',
  promptFormat: 'program',
}
const chat: TrainingRow = {
  prompt: 'Be brief.\nHi\nHello.\nWhat is 2+3?',
  completion: '5',
  turns: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: 'Hello.' },
    { role: 'user', content: 'What is 2+3?' },
  ],
}

const turnOf = (given: TrainingRow, promptFormat?: string): string => {
  const [first] = exportRows([given], { format: 'openai', promptFormat }).exported
  return (first as { messages: { content: string }[] }).messages[0]!.content
}

describe('training rows for other trainers', () => {
  it('are prompts and completions of turns, or of texts, for TRL', () => {
    expect(exportRows([row], { format: 'trl' }).exported).toEqual([
      {
        prompt: [{ role: 'user', content: 'What is 2+3?' }],
        completion: [{ role: 'assistant', content: '2+3=5\n#### 5' }],
      },
    ])
    expect(exportRows([row], { format: 'trl', promptFormat: 'plain' }).exported).toEqual([
      { prompt: 'Question: What is 2+3?\nAnswer:\n', completion: '2+3=5\n#### 5' },
    ])
  })

  it('are messages for the others, of which the last answer is learned', () => {
    const answer = { role: 'assistant', content: '5' }
    const [before, [hello], after] = [chat.turns!.slice(0, 2), [chat.turns![2]!], chat.turns![3]!]
    expect(exportRows([chat], { format: 'openai' }).exported).toEqual([
      { messages: [...before, { ...hello, weight: 0 }, after, answer] },
    ])
    expect(exportRows([chat], { format: 'axolotl' }).exported).toEqual([
      { messages: [...before, { ...hello, training: false }, after, answer] },
    ])
    expect(exportRows([chat], { format: 'trl' }).exported).toEqual([
      { prompt: chat.turns, completion: [answer] },
    ])
  })

  it('ask in the words in which the completions were drawn', () => {
    const think = 'chat: {question}\n\nThink.'
    expect(turnOf(row)).toBe('What is 2+3?')
    expect(turnOf(row, think)).toBe('What is 2+3?\n\nThink.')
    expect(turnOf(program)).toBe(
      'What is 2+3?\n\nWrite a Python function solution() without arguments that returns the answer. Write nothing but the code.',
    )
    expect(turnOf(program, think)).toBe('What is 2+3?\n\nThink.')
    const repair = { ...program, prompt: `${program.prompt}x\nError: NameError\nProgram:\n` }
    expect(turnOf({ ...repair, promptFormat: 'repair' }, think)).toBe(
      'What is 2+3?\n\nThink.x\nError: NameError\nProgram:',
    )
    const rationale = formatPrompt(rationaleFormat, 'He had 3 pens.')
    expect(turnOf({ prompt: rationale, completion: 'few', promptFormat: 'rationale' })).toBe(
      'He had 3 pens.',
    )
  })

  it('are all accounted for', () => {
    const rows = [
      row,
      { ...row, completion: ' \n' },
      { ...row, prompt: '' },
      { ...chat, turns: chat.turns!.slice(0, 3) },
      { prompt: 'Add 2 and 3.', completion: '5' },
    ]
    for (const promptFormat of ['chat', 'chat: {question} Think.']) {
      const { exported, account } = exportRows(rows, { format: 'openai', promptFormat })
      expect(exported[1]).toEqual({
        messages: [
          { role: 'user', content: 'Add 2 and 3.' },
          { role: 'assistant', content: '5' },
        ],
      })
      expect(account).toEqual({
        rows: 5,
        written: 2,
        asTheyStand: 1,
        leftOut: {
          'without a completion': 1,
          'without a prompt': 1,
          'whose chat does not end with a question': 1,
        },
      })
      expect(describeExport(account)).toEqual({
        summary: '2 of 5 rows are written',
        doubts: [
          'rows are left out: 1 without a completion, 1 without a prompt, 1 whose chat does not end with a question',
          'the prompts of 1 of 5 rows have no format that is known. They are the turns of the user as they stand',
        ],
      })
    }
  })

  it.each(['program', 'Solve {question}', 'chat: solve it'])(
    'are not asked as %j',
    (promptFormat) => {
      expect(() => exportRows([row], { format: 'trl', promptFormat })).toThrow(/question|turn/)
    },
  )

  it('are no texts where a trainer reads chats', () => {
    expect(() => exportRows([row], { format: 'axolotl', promptFormat: 'plain' })).toThrow(
      'files for axolotl hold chats, and promptFormat is plain',
    )
  })

  it('come with what Axolotl must be told', () => {
    expect(parse(axolotlConfig('my "rows".jsonl'))).toMatchObject({
      datasets: [
        { path: 'my "rows".jsonl', type: 'chat_template', message_field_training: 'training' },
      ],
    })
  })
})
