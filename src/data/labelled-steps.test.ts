import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { LabelledSteps } from '../core/index.ts'
import { loadLabelledSteps } from './labelled-steps.ts'

function load(rows: readonly unknown[], told: string[] = []): Promise<LabelledSteps[]> {
  const text = rows
    .map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`)
    .join('')
  const source = { name: 'some.jsonl', chunks: Readable.from([Buffer.from(text)]) }
  return loadLabelledSteps(source, (sentence) => told.push(sentence))
}
const labelsOf = (records: readonly LabelledSteps[]) =>
  records.map(({ steps }) => steps.map(({ label }) => label))

const processBench = { id: 'b', problem: 'One?', steps: ['a', 'b', 'c'], label: 1 }
const mrGsm8k = {
  uuid: 'm',
  question: 'One?',
  model_output_steps: ['a', 'b'],
  solution_correctness: 'wrong',
  first_error_step: 2,
}
const candidates = {
  problem: 'One?',
  previous_steps: ['a'],
  candidates: [
    { next_response: 'b', answer: null, rating: 1 },
    { next_response: 'c', rating: -1 },
    { next_response: 'd', rating: null },
  ],
}
const rated = (text: string, rating: number | null) => ({ text, rating, flagged: false })
const prm800k = {
  labeler: 'x',
  question: { problem: 'One?', ground_truth_answer: '1' },
  label: {
    finish_reason: 'solution',
    steps: [
      {
        completions: [rated('a', 1), rated('b', -1)],
        human_completion: null,
        chosen_completion: 0,
      },
      { completions: null, human_completion: { text: 'h' }, chosen_completion: null },
      { completions: [rated('c', 0)], human_completion: null, chosen_completion: 0 },
      { completions: [rated('d', -1)], human_completion: null, chosen_completion: null },
      { completions: [rated('never', 1)], human_completion: null, chosen_completion: null },
    ],
  },
}

describe('labelled steps', () => {
  it('of first errors: right before, wrong there, unknown after', async () => {
    const told: string[] = []
    const records = await load([processBench, { ...processBench, id: 'c', label: -1 }], told)
    expect(labelsOf(records)).toEqual([
      ['right', 'wrong', 'unknown'],
      ['right', 'right', 'right'],
    ])
    expect(records[0]).toMatchObject({ id: 'b', question: 'One?' })
    expect(told).toEqual(['some.jsonl looks like processbench (ProcessBench)'])
  })

  it('of MR-GSM8K, which counts from 1, in both of its layouts', async () => {
    const published = {
      uuid: 'n',
      question: 'One?',
      model_output_steps: ['a', 'b'],
      model_output_solution_correctness: 'correct',
      model_output_solution_first_error_step: 'N/A',
    }
    const wrong = {
      ...published,
      uuid: 'o',
      model_output_solution_correctness: 'wrong',
      model_output_solution_first_error_step: 1,
    }
    expect(labelsOf(await load([mrGsm8k, published, wrong]))).toEqual([
      ['right', 'wrong'],
      ['right', 'right'],
      ['wrong', 'unknown'],
    ])
  })

  it('of candidates after the same steps', async () => {
    expect(await load([candidates])).toEqual([
      {
        id: 'some-0',
        question: 'One?',
        steps: [{ text: 'a', label: 'unknown' }],
        candidates: [
          { text: 'b', rating: 1 },
          { text: 'c', rating: -1 },
          { text: 'd', rating: null },
        ],
      },
    ])
  })

  it('of PRM800K as it is published: a record for each place with candidates', async () => {
    const records = await load([prm800k])
    expect(
      records.map(({ id, steps, candidates: own }) => [
        id,
        steps.map(({ text }) => text).join(''),
        own!.map(({ text }) => text).join(''),
      ]),
    ).toEqual([
      ['some-0/1', '', 'ab'],
      ['some-0/2', 'ah', 'c'],
      ['some-0/3', 'ahc', 'd'],
    ])
  })

  it('of whole chains, each as one step', async () => {
    const chain = { question: 'One?', answer: '#1. One.', final_answer: 1, flag: 0 }
    expect(labelsOf(await load([chain, { ...chain, flag: 1 }]))).toEqual([['wrong'], ['right']])
  })

  it('in our own layout, with or without an id', async () => {
    const own = { question: 'One?', steps: [{ text: 'a', label: 'right' }] }
    const told: string[] = []
    const named = { ...own, id: 7, candidates: null }
    const next = { question: 'One?', steps: [], candidates: [{ text: 'b', rating: 0 }] }
    expect(await load([own, named, next], told)).toEqual([
      { ...own, id: 'some-0' },
      { ...own, id: '7' },
      { ...next, id: 'some-2' },
    ])
    expect(told).toEqual([])
  })

  it.each<[why: string, row: unknown, message: string]>([
    ['a label beyond the steps', { ...processBench, label: 3 }, '"label" must be -1 or the place'],
    ['a label below -1', { ...processBench, label: -2 }, 'found the number -2'],
    ['half a label', { ...processBench, label: 0.5 }, '0 to 2, found the number 0.5'],
    [
      'a label that is NaN',
      '{"problem":"p","steps":["a"],"label":NaN}',
      '"label" must be a number',
    ],
    ['no steps', { ...processBench, steps: [], label: -1 }, '"steps" must hold a step'],
    ['an empty step', { ...processBench, steps: ['a', ' ', 'c'] }, '"steps.1" is empty'],
    ['steps that are a text', { ...processBench, steps: 'abc' }, '"steps" must be a list'],
    [
      'a solution without end',
      { ...processBench, id: 'c', steps: Array.from({ length: 1001 }, () => 'a') },
      'it holds 1001 steps, more than 1000',
    ],
    ['an empty question', { ...processBench, problem: '' }, '"problem" is empty'],
    [
      'an error before the first step',
      { ...mrGsm8k, first_error_step: 0 },
      '1 to 2, found the number 0',
    ],
    ['an error nowhere', { ...mrGsm8k, first_error_step: 'N/A' }, 'found the text "N/A"'],
    ['an error that is no number', { ...mrGsm8k, first_error_step: true }, '"first_error_step"'],
    ['an error beyond', { ...mrGsm8k, first_error_step: 3 }, 'the number of a step, 1 to 2'],
    ['no candidates', { ...candidates, candidates: [] }, '"candidates" must hold a step'],
    [
      'an unknown rating',
      { ...candidates, candidates: [{ next_response: 'b', rating: 2 }] },
      '"candidates.0.rating" must be one of 1, 0, -1, null, found the number 2',
    ],
    [
      'an empty candidate',
      { ...candidates, candidates: [{ next_response: '', rating: 1 }] },
      '"candidates.0.next_response" is empty',
    ],
    ['an unknown flag', { question: 'q', answer: 'a', flag: 2 }, '"flag" must be one of 0, 1'],
    ['neither steps nor candidates', { question: 'q', steps: [] }, '"steps" must hold a step'],
    ['a problem', { question: 'q', answer: '1' }, 'no known shape has the fields question, answer'],
    ['a number', 7, 'expected an object with fields, found the number 7'],
    ['null', null, 'expected an object with fields'],
    ['no JSON', '{"problem"', 'some.jsonl:2'],
  ])('names %s, and where it stands', async (_, row, message) => {
    await expect(load([processBench, row])).rejects.toThrow(message)
    await expect(load([processBench, row])).rejects.toThrow('some.jsonl:2: ')
  })

  it('refuses ids that occur again, and files without steps', async () => {
    await expect(load([processBench, processBench])).rejects.toThrow(
      'some.jsonl:2: the id "b" is already on line 1',
    )
    await expect(load([' '])).rejects.toThrow('some.jsonl holds no labelled steps')
  })
})
