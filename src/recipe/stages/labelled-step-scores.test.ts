import { expect, it } from 'vitest'
import type { LabelledSteps } from '../../core/index.ts'
import {
  lengthJudgement,
  placeJudgement,
  randomJudgement,
  type StepJudgement,
} from '../../infer/index.ts'
import { scoreRecords } from './labelled-step-scores.ts'

const solution: LabelledSteps = {
  id: 'a',
  question: 'One?',
  steps: [
    { text: 'x ', label: 'right' },
    { text: '\ny\nz', label: 'wrong' },
    { text: 'w', label: 'unknown' },
  ],
}
const choice: LabelledSteps = {
  id: 'b',
  question: 'Two?',
  steps: [
    { text: 'p', label: 'unknown' },
    { text: 'q', label: 'unknown' },
  ],
  candidates: [
    { text: 'good', rating: 1 },
    { text: 'bad', rating: -1 },
  ],
}

it('asks about each step after those before it, and about candidates together', async () => {
  const asked: [string, string, string][] = []
  let next = 0
  const score: StepJudgement = async (open, candidates) =>
    candidates.map((own, place) => {
      for (const { text } of own) asked.push([open[place]!.question, open[place]!.text, text])
      return own.map(() => next++)
    })
  expect(await scoreRecords({ score }, [solution, choice])).toEqual([
    { steps: [0, 1, 2], candidates: [] },
    { steps: [], candidates: [3, 4] },
  ])
  expect(asked).toEqual([
    ['One?', '', 'x\n'],
    ['One?', 'x\n', 'y\nz\n'],
    ['One?', 'x\ny\nz\n', 'w\n'],
    ['Two?', 'p\nq\n', 'good\n'],
    ['Two?', 'p\nq\n', 'bad\n'],
  ])
})

it('random scores are the same whatever is scored together, and differ from step to step', async () => {
  const judge = { score: randomJudgement(0) }
  const together = await scoreRecords(judge, [solution, choice])
  const apart = [
    ...(await scoreRecords(judge, [solution])),
    ...(await scoreRecords(judge, [choice])),
  ]
  expect(together).toEqual(apart)
  const all = together.flatMap(({ steps, candidates }) => [...steps, ...candidates])
  expect(new Set(all).size).toBe(5)
})

it.each([Number.NaN, -Infinity])('refuses the score %s', async (found) => {
  const score: StepJudgement = async (_, candidates) =>
    candidates.map((own) => own.map(() => found))
  await expect(scoreRecords({ score }, [solution])).rejects.toThrow(
    `the judge gives a step of "a" the score ${found}, which is no number`,
  )
})

it('controls know the place of a step, or its length, and nothing else', async () => {
  expect(await scoreRecords({ score: placeJudgement }, [solution, choice])).toEqual([
    { steps: [-0, -1, -2], candidates: [] },
    { steps: [], candidates: [-2, -2] },
  ])
  expect(await scoreRecords({ score: lengthJudgement }, [solution, choice])).toEqual([
    { steps: [-1, -3, -1], candidates: [] },
    { steps: [], candidates: [-4, -3] },
  ])
})
