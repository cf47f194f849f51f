import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ConfigError, DataError, type Problem } from '../../core/index.ts'
import { plainFormat, programFormat, problemPrompt, type PromptFormat } from '../../data/index.ts'
import { parseRecipe } from '../load.ts'
import { planRecipe } from '../plan.ts'
import { promptingOf, type Prompting } from './few-shot.ts'

const directory = mkdtempSync(join(tmpdir(), 'reckoner-few-shot-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const path = (name: string): string => join(directory, name)
function write(name: string, rows: readonly object[]): string {
  writeFileSync(path(name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  return path(name)
}

const rows = ['a', 'b', 'c', 'd', 'e'].map((problemId, place) => ({
  prompt: problemPrompt(`What is ${place} + 1?`),
  completion: `#### ${place + 1}`,
  problemId,
}))
/** An example as it stands in a prompt. */
const shown = (place: number): string => `${rows[place]!.prompt}${rows[place]!.completion}\n\n`
const asked: Problem = { id: 'x', question: 'What is 3 + 3?' }

describe('promptingOf', () => {
  const examples = write('rows.jsonl', rows)
  const of = (
    problems: readonly Problem[],
    {
      numExamples,
      file = examples,
      format = plainFormat,
    }: {
      numExamples?: number
      file?: string
      format?: PromptFormat
    } = {},
  ): Promise<Prompting> =>
    promptingOf({ inputs: { examples: [file] }, settings: { numExamples } }, format, problems)
  const messages = ({ notes }: Prompting): string[] =>
    notes.map((note) => (note.type === 'note' ? `${note.level}: ${note.message}` : note.type))

  it('asks the question alone without examples, and refuses a number of none', async () => {
    expect(await promptingOf({ inputs: {}, settings: {} }, plainFormat, [asked])).toEqual({
      format: plainFormat,
      prompts: [problemPrompt(asked.question)],
      stop: [],
      notes: [],
    })
    await expect(
      promptingOf({ inputs: {}, settings: { numExamples: 2 } }, plainFormat, [asked]),
    ).rejects.toThrow(ConfigError)
  })

  it('knows a problem in an example of another format, which has no id', async () => {
    const question = 'Tom has 3 boxes of 4 pens. How many pens?'
    const format: PromptFormat = { name: 'custom', template: 'Q: {question}\nA:' }
    const other = { prompt: 'Q: What is 1 + 1?\nA:', completion: '#### 2' }
    for (const prompt of [`Q: ${question}\nA:`, `Answer this. ${question} Now:`]) {
      const file = write('leak.jsonl', [{ prompt, completion: '#### 12' }, other])
      const { prompts } = await of([{ id: 'x', question }], { file, format, numExamples: 1 })
      expect(prompts).toEqual([`Q: What is 1 + 1?\nA:#### 2\n\nQ: ${question}\nA:`])
    }
  })

  it('puts the first examples before each question: four, or as many as are asked for', async () => {
    const four = await of([asked])
    const before = [0, 1, 2, 3].map(shown).join('')
    expect(four).toEqual({
      format: { name: 'few-shot', template: `${before}${plainFormat.template}` },
      prompts: [`${before}${problemPrompt(asked.question)}`],
      stop: ['\nQuestion:'],
      notes: [],
    })
    const { prompts } = await of([asked, { ...asked, id: 'y' }], { numExamples: 1 })
    expect(prompts).toEqual(Array(2).fill(`${shown(0)}${problemPrompt(asked.question)}`))
  })

  it('shows no problem its own solution, known by its id or by its question', async () => {
    const problems = [
      { id: 'b', question: 'Something else?' },
      { id: 'other', question: 'What is 0 + 1?' },
      { id: 'e', question: 'What is 4 + 1?' },
    ]
    const { prompts, format } = await of(problems, { numExamples: 2 })
    expect(prompts).toEqual([
      `${shown(0)}${shown(2)}${problemPrompt('Something else?')}`,
      `${shown(1)}${shown(2)}${problemPrompt('What is 0 + 1?')}`,
      `${shown(0)}${shown(1)}${problemPrompt('What is 4 + 1?')}`,
    ])
    expect(format.template).toBe(`${shown(0)}${shown(1)}${plainFormat.template}`)
    const all = await of(problems, { numExamples: 5 })
    expect(all.prompts[0]).toBe(
      `${shown(0)}${shown(2)}${shown(3)}${shown(4)}${problemPrompt('Something else?')}`,
    )
    expect(messages(all)).toEqual([
      'warning: 3 problems are themselves examples, and have fewer than 5 examples: give more',
    ])
  })

  it('refuses too few examples, and leaves out those that show nothing', async () => {
    await expect(of([asked], { numExamples: 6 })).rejects.toThrow(
      '6 examples are to stand before each question, but there are only 5',
    )
    await expect(of([asked], { file: write('none.jsonl', []) })).rejects.toThrow(DataError)
    const odd = [
      { ...rows[0]!, completion: ' ' },
      { ...rows[1]!, completion: 'It is {question}.' },
      rows[2]!,
    ]
    const some = await of([asked], { file: write('odd.jsonl', odd), numExamples: 1 })
    expect(some.prompts).toEqual([`${shown(2)}${problemPrompt(asked.question)}`])
    expect(messages(some)).toEqual([
      'warning: 2 examples have no completion, or contain {question}, and are left out',
    ])
  })

  it('warns of examples in another format, and of those that the stop text would cut', async () => {
    const strange = [{ prompt: 'Q: 1 + 1\n', completion: 'Well.\n\nIt is 2.\n\n' }]
    const file = write('strange.jsonl', strange)
    const format = { name: 'custom', template: '{question}\nAnswer: ' }
    const prompting = await of([asked], { file, numExamples: 1, format })
    expect(prompting.stop).toEqual(['\n\n'])
    expect(prompting.prompts).toEqual(['Q: 1 + 1\nWell.\n\nIt is 2.\n\nWhat is 3 + 3?\nAnswer: '])
    expect(messages(prompting)).toEqual([
      'warning: the prompts of 1 of 1 examples do not have the format "{question}\\nAnswer: " in which the question is asked. They are used unchanged',
      'warning: completions end before "\\n\\n", but the completion of an example contains it. Give a prompt format with other words before {question}',
    ])
  })
})

describe('sampling without examples', () => {
  const recipe = (...stages: object[]): ReturnType<typeof parseRecipe> =>
    parseRecipe(
      JSON.stringify({ name: 'test', description: 'of examples', seeds: [1], stages }),
      path('test.yaml'),
    )
  const test = { id: 'test', stage: 'data.problems', count: 3, split: 'test', maxSteps: 1 }
  const greedy = {
    stage: 'infer.greedy',
    model: 'base-250k',
    problems: 'test',
    label: 'base',
    maxNewTokens: 24,
  }

  it('has the settings and inputs of before in its keys', async () => {
    const drawn = { ...greedy, stage: 'sample', numGenerations: 2 }
    const { stages } = await planRecipe(
      recipe(test, { id: 'greedy', ...greedy }, { id: 'sampled', ...drawn }),
    )
    expect(
      stages.slice(1).map(({ identity }) => [identity.settings, Object.keys(identity.inputs)]),
    ).toEqual([
      [{ maxNewTokens: 24 }, ['model', 'problems']],
      [
        { maxNewTokens: 24, numGenerations: 2, temperature: 0.7, topP: 1, topK: 0, minP: 0 },
        ['model', 'problems'],
      ],
    ])
  })

  it('runs examples that are programs, and refuses one that fails', async () => {
    const program = (text: string): object => ({
      prompt: 'Question: How many?\nProgram:\n',
      completion: `def solution():\n    result = 1\n    return ${text}`,
      promptFormat: 'program',
    })
    const ask = (file: string) =>
      promptingOf(
        { inputs: { examples: [file] }, settings: { numExamples: 2, completionsAre: 'programs' } },
        programFormat,
        [asked],
      )
    const good = write('good.jsonl', [program('result'), program('result + 1'), program('Display')])
    expect((await ask(good)).prompts[0]).toContain('return result + 1\n\nQuestion:')
    const bad = write('bad.jsonl', [program('result'), program('Display')])
    await expect(ask(bad)).rejects.toThrow(
      "the program of example 2 (example 2) fails: NameError: name 'Display' is not defined (line 3)",
    )
  }, 60_000)
})
