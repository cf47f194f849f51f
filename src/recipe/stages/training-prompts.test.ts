import { describe, expect, it } from 'vitest'
import type { ChatTurn, TrainingRow } from '../../core/index.ts'
import { plainFormat, problemPrompt, programFormat } from '../../data/index.ts'
import { formatRows } from './training-prompts.ts'

const row = (prompt: string): { prompt: string; completion: string } => ({
  prompt,
  completion: '#### 1',
})
const model = (record?: object): { id: string; files: Record<string, string> } => ({
  id: 'm',
  files: record ? { 'prompt-format.json': JSON.stringify(record) } : {},
})
const custom = 'Q: {question}\nA:'

describe('formatRows', () => {
  it('leaves plain rows as they are and records it', async () => {
    const rows = [row(problemPrompt('1+1?'))]
    expect(await formatRows(rows, model(), undefined)).toEqual({
      rows,
      record: `${JSON.stringify(plainFormat)}\n`,
      notes: [],
    })
  })

  it('puts plain rows into the format that is asked for, and leaves those that have it', async () => {
    const given = [row(problemPrompt('Question: $& 1+1?\n')), row('Q: 2+2?\nA:')]
    const { rows, record, notes } = await formatRows(given, model(), custom)
    expect(rows.map(({ prompt }) => prompt)).toEqual(['Q: Question: $& 1+1?\n\nA:', 'Q: 2+2?\nA:'])
    expect(JSON.parse(record)).toEqual({ name: 'custom', template: custom })
    expect(notes).toEqual([])
  })

  it('keeps the format that the model was trained in', async () => {
    const { rows } = await formatRows(
      [row(problemPrompt('1+1?'))],
      model({ name: 'custom', template: custom }),
      undefined,
    )
    expect(rows[0]!.prompt).toBe('Q: 1+1?\nA:')
  })

  it('warns of prompts in another format, shows what they have in common and how to go on, and records that it is unknown', async () => {
    const given = [row('Q: Tom has 3?\nA:'), row('Q: Tim has 4?\nA:')]
    const { rows, record, notes } = await formatRows(given, model(), undefined)
    expect(rows).toEqual(given)
    expect(JSON.parse(record)).toEqual({ name: 'unknown' })
    const [warning] = notes
    expect(warning).toMatchObject({ level: 'warning' })
    expect((warning as { message: string }).message).toContain(
      'the prompts of 2 of 2 training rows, such as',
    )
    expect((warning as { message: string }).message).toContain(
      String.raw`--prompt-format "Q: {question}?\nA:"`,
    )
  })

  it('says how many are strange among others', async () => {
    const { record, notes } = await formatRows(
      [row(problemPrompt('1?')), row('2?')],
      model(),
      undefined,
    )
    expect(JSON.parse(record)).toEqual({ name: 'unknown' })
    const [warning] = notes
    expect((warning as { message: string }).message).toContain(
      'the prompts of 1 of 2 training rows, such as',
    )
  })

  const chat = (instructions: string | undefined, question: string): TrainingRow => {
    const system: ChatTurn[] =
      instructions === undefined ? [] : [{ role: 'system', content: instructions }]
    const said = [...system.map(({ content }) => content), question].join('\n')
    return { ...row(problemPrompt(said)), turns: [...system, { role: 'user', content: question }] }
  }

  it('makes instructions that all chats share part of the format', async () => {
    const { rows, record, notes } = await formatRows(
      [chat('Be brief.', '1+1?'), chat('Be brief.', '2+2?')],
      model(),
      undefined,
    )
    expect(rows[0]!.prompt).toBe('Question: Be brief.\n1+1?\nAnswer:\n')
    expect(JSON.parse(record)).toEqual({
      name: 'custom',
      template: 'Question: Be brief.\n{question}\nAnswer:\n',
    })
    expect(notes).toEqual([])
  })

  it('warns of chats with different instructions', async () => {
    const { record, notes } = await formatRows(
      [chat('Be brief.', '1+1?'), chat(undefined, '2+2?')],
      model(),
      undefined,
    )
    expect(JSON.parse(record)).toEqual(plainFormat)
    expect(notes).toMatchObject([
      { level: 'warning', message: expect.stringContaining('different instructions') as string },
    ])
  })

  it('warns when a chat template is left unused', async () => {
    const { notes } = await formatRows(
      [row(problemPrompt('1?'))],
      { id: 'm', files: { 'chat_template.jinja': Buffer.from('x') } },
      undefined,
    )
    expect(notes).toMatchObject([
      { level: 'warning', message: expect.stringContaining('--prompt-format chat') as string },
    ])
  })

  it.each(['{question}\nAnswer:\n', 'Question: {question}\n', '{question}'])(
    'puts plain rows also into %j, which they would fit',
    async (template) => {
      const { rows } = await formatRows([row(problemPrompt('1+1?'))], model(), template)
      expect(rows[0]!.prompt).toBe(template.replace('{question}', '1+1?'))
    },
  )

  it('knows prompts with examples and with the question twice for what they are', async () => {
    const example = row(`${problemPrompt('1+1?')}2\n\n${problemPrompt('2+2?')}`)
    expect(JSON.parse((await formatRows([example], model(), undefined)).record)).toEqual({
      name: 'unknown',
    })
    const twice = 'Q: {question}\nAgain: {question}\nA:'
    expect((await formatRows([row('Q: 1\nAgain: 1\nA:')], model(), twice)).notes).toEqual([])
    expect((await formatRows([row('Q: 1\nA:')], model(), twice)).notes).toHaveLength(1)
  })

  it('refuses a format without a question, and a damaged record', async () => {
    await expect(formatRows([row('1')], model(), 'no question')).rejects.toThrow(
      'has no {question}',
    )
    await expect(formatRows([row('1')], model({ name: 3 }), undefined)).rejects.toThrow(
      'prompt-format.json is damaged',
    )
  })

  describe('of programs', () => {
    const program = (prompt: string): TrainingRow => ({ ...row(prompt), promptFormat: 'program' })
    const asked = 'Question: 1+1?\nProgram:\n'
    const repair = {
      ...program(`${asked}x\nError: E\nProgram:\n`),
      promptFormat: 'repair' as const,
    }

    it('alone make a model that is asked for programs', async () => {
      const given = [program(asked), repair]
      const { rows, record, notes } = await formatRows(given, model(), undefined)
      expect(rows).toEqual(given)
      expect(JSON.parse(record)).toEqual({ ...programFormat, programs: 'only' })
      expect(notes).toEqual([])
    })

    it('beside texts keep the word that chooses, in whatever format the model was trained', async () => {
      const given = [row(problemPrompt('1+1?')), program(asked), repair]
      for (const own of [model(), model({ ...programFormat, programs: 'only' })]) {
        const { rows, record, notes } = await formatRows(given, own, undefined)
        expect(rows).toEqual(given)
        expect(JSON.parse(record)).toEqual({ ...plainFormat, programs: 'too' })
        expect(notes).toEqual([])
      }
    })

    it('alone are put into a format that is asked for, with the failed program after it', async () => {
      const { rows } = await formatRows([program(asked), repair], model(), custom)
      expect(rows.map(({ prompt }) => prompt)).toEqual([
        'Q: 1+1?\nA:',
        'Q: 1+1?\nA:x\nError: E\nProgram:\n',
      ])
    })

    it('are known by their prompts, where rows do not say what they are', async () => {
      const { record, notes } = await formatRows([row(asked)], model(), undefined)
      expect(JSON.parse(record)).toEqual({ ...programFormat, programs: 'only' })
      expect(notes).toEqual([])
    })

    it('are remembered by a model that learns texts after them', async () => {
      const before = model({ ...programFormat, programs: 'only' })
      const texts = [row(problemPrompt('1+1?'))]
      const { rows, record } = await formatRows(texts, before, undefined)
      expect(rows).toEqual(texts)
      expect(JSON.parse(record)).toEqual({ ...plainFormat, programs: 'too' })
    })

    it('in a format of their own are programs all the same', async () => {
      const { record } = await formatRows([program(asked)], model(), custom)
      expect(JSON.parse(record)).toEqual({ name: 'custom', template: custom, programs: 'only' })
    })
  })
})
