/**
 * The offline path on real model outputs. Skipped where the data folder is absent: set
 * RECKONER_DATA, or put it at ../shared/data.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { drain, type Completion, type Problem, type Verdict } from '../src/core/index.ts'
import { curateRft, programOfSolution } from '../src/curate/index.ts'
import { loadProblems, parseMapping, readRecords, recordImporter } from '../src/data/index.ts'
import { evaluate, seriesCollector, type Evaluation } from '../src/evaluate/index.ts'
import { programKey } from '../src/execute/index.ts'
import { strategies } from '../src/infer/index.ts'
import {
  checkEquations,
  compareAnswers,
  findEquations,
  readAnswer,
  verifyCompletion,
  withGold,
  type GradableProblem,
} from '../src/verify/index.ts'

const data = process.env.RECKONER_DATA ?? join(import.meta.dirname, '../../shared/data')
const isHere = existsSync(join(data, 'gsm8k/train.jsonl'))
const skipped = isHere ? '' : ` (skipped: no data in ${data})`

interface Imported {
  problems: GradableProblem[]
  completions: Completion[]
  verdicts: Verdict[]
  records: Record<string, unknown>[]
}

async function importAndVerify(file: string, map: string[]): Promise<Imported> {
  const importer = recordImporter(parseMapping(map), { fileName: file, stem: 'outputs' })
  const problems: Problem[] = []
  const imported: Omit<Imported, 'problems'> = { completions: [], verdicts: [], records: [] }
  for await (const entry of readRecords(
    join(data, 'model_outputs', file),
    z.record(z.string(), z.unknown()),
  )) {
    if ('error' in entry) throw entry.error
    const { problem, completions } = importer.add(entry.value, entry.line)
    if (problem) problems.push(problem)
    imported.completions.push(...completions)
    imported.records.push(entry.value)
  }
  const gradable = problems.map(withGold)
  const byId = new Map(gradable.map((problem) => [problem.id, problem]))
  const verdicts = imported.completions.map((completion) =>
    verifyCompletion(completion, byId.get(completion.problemId)!),
  )
  return { ...imported, problems: gradable, verdicts }
}

async function evaluateWithVote({
  problems,
  completions,
  verdicts,
}: Imported): Promise<Evaluation> {
  const collector = seriesCollector(problems)
  for (const verdict of verdicts) expect(collector.add('models', verdict)).toBeNull()
  for (const { id } of problems) {
    const own = completions.filter(({ problemId }) => problemId === id)
    const vote = await drain(strategies.majorityVote.answer(id, { completions: own }))
    expect(collector.add('vote', vote)).toBeNull()
  }
  return evaluate(collector.series(), problems)
}

/** Accuracies in percent by model; the vote's under `vote`. */
const accuracies = ({ metrics }: Evaluation): Record<string, number> =>
  Object.fromEntries(metrics.map(({ model, value }) => [model ?? 'vote', 100 * value!]))

describe.runIf(isHere)(`GSM8K training problems${skipped}`, () => {
  it('has the known counts: 7,473 rows, 95 without annotations, none whose annotations fail', async () => {
    const problems = (await loadProblems(join(data, 'gsm8k/train.jsonl'))).map(withGold)
    const annotations = problems.map(({ solution }) => findEquations(solution!).length)
    expect(problems).toHaveLength(7_473)
    expect(annotations.filter((count) => count === 0)).toHaveLength(95)
    expect(annotations.reduce((total, count) => total + count, 0) / problems.length).toBeCloseTo(
      3.17,
      2,
    )
    expect(problems.filter(({ solution }) => !checkEquations(solution!).holds)).toEqual([])
    expect(
      problems.filter(
        ({ solution, gold }) =>
          compareAnswers(gold, readAnswer(solution!).answer!).outcome !== 'equal',
      ),
    ).toEqual([])
  })

  it('98 % of the solutions become programs, and each of these can be parsed', async () => {
    const problems = await loadProblems(join(data, 'gsm8k/train.jsonl'))
    const derived = problems.map((problem) => programOfSolution(problem))
    const programs = derived.flatMap((each) => ('program' in each ? [each.program] : []))
    expect(programs.length / problems.length).toBeGreaterThan(0.98)
    expect(programs.filter((program) => programKey(program) === null)).toEqual([])
    const reasons = derived.flatMap((each) => ('reason' in each ? [each.reason] : []))
    expect(new Set(reasons)).toEqual(new Set(['noEquations', 'assertedNumber', 'otherResult']))
  })

  it('each solution is its own correct completion', async () => {
    const problems = (await loadProblems(join(data, 'gsm8k/test_dev.jsonl'))).map(withGold)
    const completions = problems.map(({ id, solution }): Completion => ({
      problemId: id,
      index: 0,
      text: solution!,
    }))
    const { report } = await curateRft(problems, [{ completions }], { dropGoldPath: true })
    expect(report).toMatchObject({
      input: 659,
      kept: 0,
      dropped: { sameAsGold: 659 },
      goldRows: 659,
      distinctPathsWithGold: 1,
    })
  })
})

describe.runIf(isHere)(`answers of 20 chat models${skipped}`, () => {
  let imported: Imported
  let evaluation: Evaluation
  beforeAll(async () => {
    const map = [
      'question=question',
      'answer=gold',
      'completion=samples[].output',
      'model=samples[].model',
    ]
    imported = await importAndVerify('gsm8k_20_models_dev.jsonl', map)
    evaluation = await evaluateWithVote(imported)
  }, 60_000)

  it('gives accuracies near the published ones', async () => {
    const readme = readFileSync(join(data, 'README.md'), 'utf8')
    const table = readme.slice(
      readme.indexOf('GSM8K, 1,319 problems'),
      readme.indexOf('MATH Level 5, 721 problems'),
    )
    const published = [...table.matchAll(/^\| (\S+) \| ([\d.]+) \|$/gm)].map(
      ([, model, value]) => [model!, Number(value)] as const,
    )
    expect(published).toHaveLength(20)
    const ours = accuracies(evaluation)
    // Published over all 1,319 problems, here over the first 659: within 2 points, but for these.
    // The first three often break their JSON or answer with a whole calculation, of which the
    // published grader takes the first number or none; its rule gives them 78.0, 85.3 and 82.6 on
    // these 659 problems. For the last it gives the 85.3 found here: the first half of the problems
    // is easier for it.
    const allowed: Record<string, number> = {
      'Yi-1.5-9B-Chat': 5,
      'Yi-1.5-34B-Chat': 5,
      'Phi-3.5-mini-instruct': 5,
      'Mistral-Nemo-Instruct-2407': 3,
    }
    for (const [model, value] of published) {
      const difference = ours[model]! - value
      expect(Math.abs(difference), `${model}: ${ours[model]} against ${value}`).toBeLessThan(
        allowed[model] ?? 2,
      )
      if (model in allowed) expect(difference).toBeGreaterThan(0)
    }
  })

  it('the vote of all is better than all but the two best, and no answer is lost', () => {
    const { vote, ...models } = accuracies(evaluation)
    expect(vote).toBeGreaterThan(94)
    expect(Object.values(models).filter((value) => value > vote!).length).toBeLessThanOrEqual(2)
    expect(imported.verdicts).toHaveLength(13_180)
    expect(
      imported.verdicts.filter(({ verdict }) => verdict === 'unparseable').length,
    ).toBeLessThan(60)
  })

  it('curates with every completion accounted for', async () => {
    const { report } = await curateRft(imported.problems, [{ completions: imported.completions }])
    const correct = imported.verdicts.filter(({ verdict }) => verdict === 'correct').length
    expect(
      report.kept + (report.dropped.duplicatePath ?? 0) + (report.dropped.falseEquation ?? 0),
    ).toBe(correct)
    expect(report.input).toBe(13_180)
    expect(report.correctPerProblem).toBeCloseTo(correct / 659, 6)
    expect(report.models).toHaveLength(20)
    for (const { input, kept, dropped, problems, completionsPerProblem } of report.models) {
      expect(kept + Object.values(dropped).reduce((sum, count) => sum + count, 0)).toBe(input)
      expect([input, problems, completionsPerProblem]).toEqual([659, 659, { fewest: 1, most: 1 }])
    }
  }, 30_000)

  it('says who owns which path, and a union has no fewer than its largest part and no more than the sum', async () => {
    const { rows, report } = await curateRft(
      imported.problems,
      [{ completions: imported.completions }],
      { includeGold: false },
    )
    const paths = report.overlaps.reduce((sum, overlap) => sum + overlap.paths, 0)
    expect(paths).toBe(rows.length)
    expect(rows.every(({ source, foundBy }) => foundBy!.includes(source!))).toBe(true)
    for (const { model, paths: own, exclusivePaths } of report.models) {
      const alone = imported.completions.filter(({ modelId }) => modelId === model)
      const { report: single } = await curateRft(imported.problems, [{ completions: alone }], {
        includeGold: false,
      })
      expect(own).toBe(single.kept)
      expect(own).toBe(rows.filter(({ foundBy }) => foundBy!.includes(model)).length)
      expect(exclusivePaths).toBe(
        rows.filter(({ foundBy }) => foundBy!.length === 1 && foundBy![0] === model).length,
      )
      expect(paths).toBeGreaterThanOrEqual(own)
    }
    expect(paths).toBeLessThanOrEqual(report.models.reduce((sum, { paths: own }) => sum + own, 0))
    expect(paths / 659).toBeGreaterThan(5)
  }, 60_000)
})

describe.runIf(isHere)(`fine-tuned models of 6B and 175B${skipped}`, () => {
  const models = ['6b_finetuning', '6b_verification', '175b_finetuning', '175b_verification']
  let imported: Imported
  beforeAll(async () => {
    const pairs = models.flatMap((model) => [`completion=${model}.solution`, `model="${model}"`])
    imported = await importAndVerify('gsm8k_openai_6b_175b_dev.jsonl', [
      'question=question',
      'solution=ground_truth',
      ...pairs,
    ])
  })

  it("agrees with the file's own verdict in every case", () => {
    const published = imported.records.flatMap((record) =>
      models.map((model) => (record[model] as { is_correct: boolean }).is_correct),
    )
    const disagreements = imported.verdicts.filter(
      ({ verdict }, index) => (verdict === 'correct') !== published[index],
    )
    expect(disagreements).toEqual([])
    expect(imported.verdicts).toHaveLength(4 * 659)
  })

  it('gives accuracies near the published ones', async () => {
    const published: Record<string, number> = {
      '6b_finetuning': 21.7,
      '6b_verification': 39.0,
      '175b_finetuning': 34.7,
      '175b_verification': 56.3,
    }
    const ours = accuracies(await evaluateWithVote(imported))
    for (const model of models) expect(Math.abs(ours[model]! - published[model]!)).toBeLessThan(2)
  })

  it('keeps one row per equation list', async () => {
    const { rows, report } = await curateRft(
      imported.problems,
      [{ completions: imported.completions }],
      { includeGold: false },
    )
    expect(report).toMatchObject({
      input: 2_636,
      kept: 736,
      dropped: { incorrect: 1_626, unparseable: 2, falseEquation: 1, duplicatePath: 271 },
    })
    expect(report.distinctPathsPerProblem).toBeCloseTo(736 / 659, 6)
    expect(rows.every(({ completion }) => checkEquations(completion).holds)).toBe(true)
  })
})
