/**
 * Ways to write parts of answers that do not depend on what they are: delimiters, spacing, signs,
 * unicode.
 */
import type fc from 'fast-check'

/**
 * A text; under the reward policy it need not be the same where it rests on a convention of the
 * evaluation policy.
 */
export interface Notation {
  text: string
  isLenient: boolean
}

/** Texts of one value, and texts of each of several other values. */
export interface Group {
  same: readonly (string | Notation)[]
  changed: readonly (readonly (string | Notation)[])[]
}

export interface Kind {
  name: string
  specimens: fc.Arbitrary<Group>
}

export const lenient = (text: string): Notation => ({ text, isLenient: true })

/** What may enclose an answer, or stand around it, without changing it. */
const wrappers: readonly ((text: string) => string)[] = [
  (text) => `$${text}$`,
  (text) => `\\boxed{${text}}`,
  (text) => `\\(${text}\\)`,
  (text) => `**${text}**`,
  (text) => `$$${text}$$`,
  (text) => `\\[ ${text} \\]`,
  (text) => `${text}.`,
  (text) => ` ${text}\n`,
  (text) => `$\\boxed{${text}}$.`,
  (text) => `\\displaystyle ${text}`,
  (text) => `The answer is $${text}$.`,
  (text) => `${text} \\quad`,
  (text) => `= ${text}`,
]

/** Other spellings of what stands in an answer. */
const spellings: readonly ((text: string) => string)[] = [
  (text) => text.replaceAll('-', '−'),
  (text) => text.replaceAll('\\frac', '\\dfrac'),
  (text) => text.replaceAll('\\frac', '\\tfrac'),
  (text) =>
    text
      .replaceAll(/\\cdot ?/g, '×')
      .replaceAll('\\pi', 'π')
      .replaceAll('\\infty', '∞')
      .replaceAll('\\cup', '∪'),
  (text) => text.replaceAll(/\\le(?= )/g, '≤').replaceAll(/\\ge(?= )/g, '≥'),
  (text) => text.replaceAll(/(?<!\\left)\(/g, '\\left(').replaceAll(/(?<!\\right)\)/g, '\\right)'),
  (text) => text.replaceAll(/ ([+-]) /g, '$1'),
  (text) => text.replaceAll(/(?<=[\dx)}])([+-])(?=[\dx(\\])/g, ' $1 '),
  (text) => text.replaceAll(/\\sqrt\{(\d)\}/g, '\\sqrt$1'),
  (text) => text.replaceAll(/\\sqrt\{(\d+)\}/g, '√$1'),
  (text) => text.replaceAll('^2', '^{2}'),
  (text) => text.replaceAll(/\^\{?2\}?(?!\d)/g, '²'),
]

/** `=` before an answer that begins with a sign or a relation reads badly. */
const fits = (text: string): boolean => !/^= .*[=<>]|^= .*\\(?:le|ge|in) |or|and/.test(text)

/**
 * Returns each text as it is, and in one or two wrappers and spellings, which go round so that all
 * of them occur.
 */
export function written(texts: readonly (string | Notation)[]): Notation[] {
  const all = new Map<string, Notation>()
  const put = (text: string, isLenient: boolean): void => {
    if (!all.has(text)) all.set(text, { text, isLenient })
  }
  for (const [index, each] of texts.entries()) {
    const { text, isLenient } = typeof each === 'string' ? { text: each, isLenient: false } : each
    put(text, isLenient)
    const spelled = spellings[index % spellings.length]!(text)
    put(spelled, isLenient)
    if (isLenient) continue
    for (const wrapper of [
      wrappers[(3 * index) % wrappers.length]!,
      wrappers[(3 * index + 7) % wrappers.length]!,
    ]) {
      const wrapped = wrapper(spelled)
      if (fits(wrapped)) put(wrapped, isLenient)
    }
  }
  return [...all.values()]
}
