/**
 * What is found in real texts, against the answers that their publishers found. Skipped where the
 * data folder is absent.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compareAnswers, extractAnswer, extractMarkedAnswer } from '../src/verify/index.ts'

const data = process.env.RECKONER_DATA ?? join(import.meta.dirname, '../../shared/data')
const isHere = existsSync(join(data, 'math/test_dev.jsonl'))
const skipped = isHere ? '' : ` (skipped: no data in ${data})`

function records<Row>(file: string): Row[] {
  const lines = readFileSync(join(data, file), 'utf8').trimEnd().split('\n')
  return lines.map((line): Row => JSON.parse(line))
}

/** Without the unit that stands behind a box. */
const bare = (candidate: string): string =>
  candidate.replace(/\\ \\(?:text|mbox|mathrm)\s?\{[^{}]*\}(?:\^\{?\d\}?)?$/, '')

/** Without what two ways of writing the same LaTeX differ in. */
const plain = (latex: string): string =>
  latex
    .replaceAll(/\\[dt]frac/g, '\\frac')
    .replaceAll(/\\(?:text|mbox)\{([^}]*)\}/g, '$1')
    .replaceAll(/\\(?:left|right|[!,;:%])|\s|[$%]|\^\{?\\circ\}?/g, '')

describe.runIf(isHere)(`extraction from real texts${skipped}`, () => {
  it('finds the boxed answers of 2,499 MATH solutions, but 8 with several boxes or a wrong key', () => {
    const rows = records<{ solution: string; answer: string | string[] }>('math/test_dev.jsonl')
    const differing = rows.filter(({ solution, answer }) => {
      const found = extractMarkedAnswer(solution)
      return (
        found === null ||
        found.candidate === null ||
        plain(bare(found.candidate)) !== plain([answer].flat().join(', '))
      )
    })
    expect(rows).toHaveLength(2_499)
    expect(differing).toHaveLength(8)
  })

  it('finds what the publisher found in 352 sampled MATH solutions', () => {
    type Row = { responses: string[]; preds: string[] }
    for (const { responses, preds } of records<Row>(
      'model_outputs/math_qwen_8samples_reward_scores_dev.jsonl',
    ))
      for (const [index, response] of responses.entries())
        expect(plain(bare(extractAnswer(response).candidate ?? ''))).toBe(plain(preds[index] ?? ''))
  })

  it('finds the letters that the publisher found in 1,540 answers to MMLU-Pro, but 44 where a letter was drawn or several are offered', () => {
    type Row = { outputs: { text: string; pred: string | null }[] }
    const outputs = records<Row>(
      'commonsense_logic/mmlu_pro_sample_with_outputs_dev.jsonl',
    ).flatMap((row) => row.outputs)
    const withLetter = outputs.filter(({ pred }) => pred !== null)
    const same = withLetter.filter(
      ({ text, pred }) => extractAnswer(text, { expects: 'choice' }).candidate === pred,
    )
    expect([outputs.length, withLetter.length, same.length]).toEqual([1_540, 1_344, 1_300])
  })

  it('finds the same numbers of unknown kind as of numbers in 13,180 answers to GSM8K', () => {
    type Row = { samples: { output: string }[] }
    const outputs = records<Row>('model_outputs/gsm8k_20_models_dev.jsonl').flatMap(
      (row) => row.samples,
    )
    const differing = outputs.filter(({ output }) => {
      const { candidate } = extractAnswer(output)
      const asNumber = extractAnswer(output, { expects: 'number' }).candidate
      return (
        candidate !== null &&
        asNumber !== null &&
        compareAnswers(candidate, asNumber).outcome !== 'equal'
      )
    })
    expect(outputs).toHaveLength(13_180)
    // Two quantities such as `84 sofas and 88 chairs`, or a calculation that ends in an
    // approximation.
    expect(differing.length).toBeLessThanOrEqual(6)
  })
})
