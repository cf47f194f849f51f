/**
 * What no agreement shows: whether some answer matches golds it should not. Skipped where the data
 * folder is absent.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { rng } from '../../src/core/index.ts'
import {
  compareAnswers,
  policies,
  compileAnswer,
  withGold,
  type CompiledAnswer,
} from '../../src/verify/index.ts'

const data = process.env.RECKONER_DATA ?? join(import.meta.dirname, '../../../shared/data')
const isHere = existsSync(join(data, 'math/test_dev.jsonl'))
const skipped = isHere ? '' : ` (skipped: no data in ${data})`

/** The distinct gold answers of MATH. */
function readGolds(): string[] {
  const golds = new Set<string>()
  for (const [file, field] of [
    ['math/test_dev.jsonl', 'answer'],
    ['math/math500_dev.jsonl', 'answer'],
    ['math/train_answers.jsonl', 'final_answer'],
  ] as const) {
    for (const line of readFileSync(join(data, file), 'utf8').trimEnd().split('\n')) {
      const answer: unknown = JSON.parse(line)[field]
      golds.add(Array.isArray(answer) ? answer.join(', ') : String(answer))
    }
  }
  golds.delete('')
  return [...golds]
}

/** Answers that say nothing, or the same to everything. */
const nothings =
  String.raw`?|answer|The answer|\text{}|\text{unknown}|...|\ldots|=|==|\boxed{}|y=|x=|\approx|%|\%|^\circ|\text{cm}|0=0|1=1|x=x|x=y|\frac{0}{0}|\frac00|0/0|\frac{1}{0}|NaN|0:0|0_1|0^0|1^\infty|\infty-\infty|\infty|[0,0]|()|[]|\{\}|\text{all of the above}|\text{none}|no solution|0 < 1|\sqrt{-1}|true|yes|1 or 2 or 3 or 4 or 5 or 6|1,2,3,4,5|f(x)|x|y|e|i|\emptyset`.split(
    '|',
  )

/**
 * Answers that are right for some golds, which are listed with all other ways of writing them that
 * occur.
 */
const sometimes: [string, string[]][] = [
  ['0', ['0']],
  ['0x', ['0']],
  ['1', ['1', String.raw`100\%`, '1_7', '1_6', '001', 'k = 1', 'x=1']],
  ['-1', ['-1', 'y = -1']],
  ['n', ['n']],
  ['C', [String.raw`\text{(C)}`, String.raw`\text{C}`, 'C']],
  ['A,B,C,D', [String.raw`\text{A,B,C,D}`]],
  [String.raw`\pm 1`, ['-1,1']],
  [String.raw`\pi`, [String.raw`180^\circ`, String.raw`\pi`]],
  [String.raw`(-\infty,\infty)`, [String.raw`(-\infty,\infty)`]],
  [String.raw`\mathbb{R}`, [String.raw`(-\infty,\infty)`]],
  [String.raw`x \in \mathbb{R}`, [String.raw`(-\infty,\infty)`]],
  ['a=b', ['b']],
  ['(0,0)', ['(0,0)']],
]

/**
 * What a gold may mean, by rules that share nothing with the checker: its value, or its text
 * without blanks, names and units.
 */
function readings(gold: string): (string | number)[] {
  const plain = gold
    .replaceAll(/\\[dt]frac/g, '\\frac')
    .replaceAll(/\\mbox\{four\}/g, '4')
    .replaceAll(/\\(?:text|mbox)\{\s*\(?([A-J])\)?\s*\}/g, '$1')
    .replaceAll(
      /\\(?:text|mbox)\{[^}]*\}(?:\^\{?\d\}?)?|\\left|\\right|\\[!,; ]|\^\{?\\circ\}?|[\s$]|\\(?=[$%])/g,
      '',
    )
    .replace(/^(?:[a-zA-Z]|\(?[a-z],[a-z]\)?|[a-z]\([a-z]\)|[a-z]\\in)=|^[a-z]\\in/, '')
    .replace(/\.$/, '')
  const number = plain.replace(
    /^(-?)(\d*)\\frac\{?(\d+?)\}?\{?(\d+)\}?(%?)$/,
    (_, sign, whole, top, bottom, percent) =>
      `${sign}${Number(whole || 0) + Number(top) / Number(bottom)}${percent}`,
  )
  const digits = number.replaceAll(/(?<=\d),(?=\d{3})/g, '').replace(/_\{?\d+\}?$/, '')
  const value = /^-?\d*\.?\d+%?$/.test(digits) ? Number(digits.replace('%', '')) : null
  const ratio = /^(\d+)[:/](\d+)$/.exec(plain)
  return [
    plain,
    ...(value === null ? [] : [value, ...(plain.includes('%') ? [value / 100] : [])]),
    ...(ratio ? [Number(ratio[1]) / Number(ratio[2])] : []),
  ]
}

describe.runIf(isHere)(`the gold answers of MATH${skipped}`, () => {
  let golds: CompiledAnswer[] = []
  beforeAll(() => {
    golds = readGolds().map(compileAnswer)
  })
  const matches = (answer: string, policy: (typeof policies)[keyof typeof policies]): string[] =>
    golds
      .filter((gold) => compareAnswers(gold, answer, policy).outcome === 'equal')
      .map(({ text }) => text)

  it('can all be read, and equal themselves', () => {
    expect(golds.length).toBeGreaterThan(3_600)
    for (const { text } of golds) withGold({ id: text, question: '', answer: text })
  })

  it('equal themselves in a box, in other commands', () => {
    const restyled = (text: string): string =>
      `\\boxed{${text.replaceAll('\\frac', '\\dfrac').replaceAll(/\\left(?![a-z])|\\right(?![a-z])/g, '')}}`
    expect(
      golds
        .filter((gold) => compareAnswers(gold, restyled(gold.text)).outcome !== 'equal')
        .map(({ text }) => text),
    ).toEqual([])
  })

  it.each(nothings)('are not matched by %s', (answer) => {
    for (const policy of Object.values(policies)) {
      // A gold that is the very same text is right.
      expect(matches(answer, policy).filter((gold) => gold !== answer)).toEqual([])
    }
  })

  it.each(sometimes)('are matched by %s only where it is right', (answer, right) => {
    for (const policy of Object.values(policies))
      expect(right).toEqual(expect.arrayContaining(matches(answer, policy)))
  })

  it('are not matched by each other, over 200,000 pairs, unless they are written differently', () => {
    const random = rng('cross pairs')
    const found: string[] = []
    const judged = new Set<string>()
    for (let pair = 0; pair < 200_000; pair++) {
      const [a, b] = [
        golds[random.int(0, golds.length - 1)]!,
        golds[random.int(0, golds.length - 1)]!,
      ]
      if (a === b || compareAnswers(a, b).outcome !== 'equal') continue
      judged.add(`${a.text} ~ ${b.text}`)
      const others = readings(b.text)
      if (!readings(a.text).some((reading) => others.includes(reading)))
        found.push(`${a.text} ~ ${b.text}`)
    }
    expect(judged.size).toBeGreaterThan(10)
    expect(found).toEqual([])
  })
})
