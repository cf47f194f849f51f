/** The tables of `docs/answers.md`: answers and texts, with what comes out under both policies. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const lines = readFileSync(join(import.meta.dirname, '../../docs/answers.md'), 'utf8').split('\n')

/** Returns what a pattern captures in the lines that it matches. */
const rowsOf = (pattern: RegExp): string[][] =>
  lines.flatMap((line) => {
    const row = pattern.exec(line)
    return row ? [row.slice(1)] : []
  })

/** Pairs of answers, with the outcomes of comparing them; some show a setting. */
export const documentedPairs = rowsOf(
  /^\|(?: `(\w+)` \|)? `([^`]+)` \| `([^`]+)` \| (equal|different|unknown) \| (equal|different|unknown) \|$/,
).map(([setting, gold = '', prediction = '', evaluation, reward]) => ({
  setting,
  gold,
  prediction,
  evaluation,
  reward,
}))

/** Texts of models, with the verdicts on them; a line `####` stands behind a blank in the table. */
export const documentedTexts = rowsOf(
  /^\| `([^`]+)` \| `([^`]+)` \| (correct|incorrect|unparseable) \| (correct|incorrect|unparseable) \| [^|]+ \|$/,
).map(([text = '', gold = '', evaluation, reward]) => ({
  text: text.replaceAll(' ####', '\n####'),
  gold,
  expects: /^[A-J]+$/.test(gold) ? ('choice' as const) : ('auto' as const),
  evaluation,
  reward,
}))
