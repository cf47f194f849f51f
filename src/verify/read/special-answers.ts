/** Answers that are no formulas: choice letters, times, dates, numerals in a base, words. */
import { reduceFraction, type Rational } from '../../core/pure.ts'
import { scalarAnswer, type Answer, type ChoiceAnswer } from '../answer.ts'
import { integer, quotient, type Expression } from '../expression/expression.ts'

/** Returns the text without LaTeX's text commands, braces and dollar signs. */
export function proseOf(text: string): string {
  return text
    .replaceAll(
      /\\(?:text|textbf|textit|textrm|textnormal|mathrm|mathbf|mathit|mbox|hbox|operatorname)\s*(?=\{)/g,
      '',
    )
    .replaceAll('\\!', '')
    .replaceAll(/\\[,;: ]|~/g, ' ')
    .replaceAll(/[${}"\\]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/**
 * Returns what `prose` says when it is of one of these kinds; `read` reads the text of a choice.
 */
export function specialAnswer(
  text: string,
  prose: string,
  read: (text: string) => Answer,
): Answer | null {
  if (prose.length > 200) return null
  return (
    choice(text, prose, read) ??
    (/real/i.test(prose) ? realsExcept(text, read) : null) ??
    clock(prose) ??
    date(prose) ??
    numeral(prose) ??
    numberWord(prose)
  )
}

const letter = 'A-J'
const oneChoice = new RegExp(
  `^(?:(?:option|choice|answer)\\s*)?[([]?\\s?([${letter}])\\s?[)\\]]?[.:]?$`,
  'i',
)
const choiceWithContent = [
  new RegExp(`^\\(([${letter}])\\)\\s?[:.]?\\s?(\\S.*)$`),
  new RegExp(`^([${letter}])[.:)]\\s(\\S.*)$`),
  new RegExp(`^([${letter}])\\s([A-Z][a-z]{2,}.*)$`),
]
const severalChoices = new RegExp(
  `^[${letter}](?:(?:\\s?[,;]\\s?(?:and\\s)?|\\sand\\s|\\s)?[${letter}])+$`,
)

function choice(text: string, prose: string, read: (text: string) => Answer): ChoiceAnswer | null {
  const one = oneChoice.exec(prose)?.[1]
  if (one !== undefined && one === one.toUpperCase()) {
    const alternative: Answer = scalarAnswer({ kind: 'symbol', name: one })
    return {
      kind: 'choice',
      letters: one,
      isSeparated: true,
      content: null,
      alternative: prose.length === 1 ? alternative : null,
    }
  }
  for (const pattern of choiceWithContent) {
    const found = pattern.exec(prose)
    if (!found?.[1] || found[2] === undefined || /[=<>]/.test(prose)) continue
    return {
      kind: 'choice',
      letters: found[1],
      isSeparated: true,
      content: read(contentOf(text) ?? found[2]),
      alternative: null,
    }
  }
  if (!severalChoices.test(prose)) return null
  const letters = prose.replaceAll(new RegExp(`[^${letter}]`, 'g'), '')
  const isSeparated = letters.length < prose.length
  const symbols = letters.split('').map((name): Expression => ({ kind: 'symbol', name }))
  const alternative = isSeparated ? null : scalarAnswer({ kind: 'product', factors: symbols })
  return { kind: 'choice', letters, isSeparated, content: null, alternative }
}

/** What follows `\text{(B) }` in LaTeX. */
function contentOf(text: string): string | null {
  const found = /^\\(?:text|textbf|mathrm|mathbf)\s?\{\s?\(?[A-J][).:]*\s?\}\\?\s?(.+)$/.exec(text)
  return found?.[1] ?? null
}

const exceptReals =
  /^(?:\\text\s?\{)?\s?(?:(?:the set of )?all real(?:s| numbers?)?|every real(?: number)?|any real(?: number)?)(?: [a-z])?,? (?:except|other than|excluding|but|besides)(?: for)?(?=[\s:}])\s?:?\s?\}?\s?(\S.*)$/i

/** "All real numbers except 2 and 3". */
function realsExcept(text: string, read: (text: string) => Answer): Answer | null {
  const except = exceptReals.exec(text.replaceAll(/\\[,;: ]|~/g, ' '))?.[1]
  if (except === undefined) return null
  const excluded = read(/^[^{]*\}$/.test(except) ? except.slice(0, -1) : except)
  const bare =
    excluded.kind === 'relation' && excluded.operators.length === 1 ? excluded.sides[1] : excluded
  if (bare?.kind !== 'scalar' && !(bare?.kind === 'collection' && bare.open === '')) return null
  const items = bare.kind === 'scalar' ? [bare] : bare.items
  return {
    kind: 'combination',
    operation: 'difference',
    parts: [
      { kind: 'namedSet', name: 'R' },
      { kind: 'collection', open: '\\{', close: '\\}', items },
    ],
  }
}

const namedTime = /^(?:12 )?(noon|midday|midnight)$/i

/** `8:34 PM` is a time; `20:34` may be one, or a ratio. */
function clock(prose: string): Answer | null {
  const named = namedTime.exec(prose)?.[1]
  if (named !== undefined)
    return { kind: 'time', seconds: named.toLowerCase() === 'midnight' ? 0 : 43_200 }
  const found = /^(\d{1,2})(?::(\d{2})(?::(\d{2}))?)?\s?(?:([ap])\.?\s?m\.?)?$/i.exec(prose)
  if (!found || (found[2] === undefined && found[4] === undefined)) return null
  const [, hours = '', minutes = '0', seconds, half] = found
  if (Number(hours) > 24 || Number(minutes) > 59 || Number(seconds ?? 0) > 59) return null
  const isAfternoon = half?.toLowerCase() === 'p'
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (isAfternoon ? 12 : 0)
  const total = 3600 * hour + 60 * Number(minutes) + Number(seconds ?? 0)
  if (half !== undefined) return { kind: 'time', seconds: total }
  const terms = [hours, minutes, ...(seconds === undefined ? [] : [seconds])].map((part) =>
    integer(BigInt(part)),
  )
  return { kind: 'ratio', terms, seconds: total }
}

const months =
  'january february march april may june july august september october november december'.split(' ')
const monthNames = months.map((name) => `${name}|${name.slice(0, 3)}`).join('|')
const dates: { pattern: RegExp; order: ('year' | 'month' | 'day')[] }[] = [
  { pattern: /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, order: ['month', 'day', 'year'] },
  { pattern: /^(\d{4})-(\d{2})-(\d{2})$/, order: ['year', 'month', 'day'] },
  {
    pattern: new RegExp(
      `^(${monthNames})\\.?\\s(\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s(\\d{4}))?$`,
      'i',
    ),
    order: ['month', 'day', 'year'],
  },
  {
    pattern: new RegExp(
      `^(\\d{1,2})(?:st|nd|rd|th)?\\s(?:of\\s)?(${monthNames})\\.?(?:,?\\s(\\d{4}))?$`,
      'i',
    ),
    order: ['day', 'month', 'year'],
  },
]

/** Months come first where only numbers are given, as in the United States. */
function date(prose: string): Answer | null {
  for (const { pattern, order } of dates) {
    const found = pattern.exec(prose)
    if (!found) continue
    const part = (name: 'year' | 'month' | 'day'): string | undefined =>
      found[order.indexOf(name) + 1]
    const named = months.findIndex((name) => name.startsWith((part('month') ?? '').toLowerCase()))
    const month = /^\d/.test(part('month') ?? '') ? Number(part('month')) : named + 1
    const day = Number(part('day'))
    if (month < 1 || month > 12 || day < 1 || day > 31) return null
    const year = part('year')
    return { kind: 'date', year: year === undefined ? null : Number(year), month, day }
  }
  return null
}

const baseNames: ReadonlyMap<string, number> = new Map([
  ['two', 2],
  ['three', 3],
  ['four', 4],
  ['five', 5],
  ['six', 6],
  ['seven', 7],
  ['eight', 8],
  ['nine', 9],
  ['ten', 10],
  ['twelve', 12],
  ['sixteen', 16],
])
const numeralPattern =
  /^(-?)\s?\(?\s?(\d[0-9A-Za-z]*(?:\.[0-9A-Za-z]+)?|[A-F][0-9A-F]+)\s?\)?\s?_\s?(\d{1,2}|[a-z]{3,7})$/

/** `1011_2`, `2A_{16}`, `0.11_2`, `(101)_{\text{two}}`: digits must be below the base. */
function numeral(prose: string): Answer | null {
  const found = numeralPattern.exec(prose)
  if (!found) return null
  const [, sign, digits = '', written = ''] = found
  const base = baseNames.get(written) ?? Number(written)
  const isValid =
    base >= 2 &&
    base <= 36 &&
    digits.split('').every((digit) => digit === '.' || Number.parseInt(digit, 36) < base)
  if (!isValid) return null
  return {
    kind: 'numeral',
    digits: digits.toUpperCase().replace(/^0+(?=[^.])/, ''),
    base,
    isNegative: sign === '-',
  }
}

/** Returns the value of a numeral. */
export function numeralValue({
  digits,
  base,
  isNegative,
}: Extract<Answer, { kind: 'numeral' }>): Rational {
  const [whole = '', fraction = ''] = digits.split('.')
  let value = 0n
  for (const digit of whole + fraction)
    value = value * BigInt(base) + BigInt(Number.parseInt(digit, 36))
  return reduceFraction(isNegative ? -value : value, BigInt(base) ** BigInt(fraction.length))
}

const numberWords =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  )

const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')

/** Up to ninety-nine, and `one half`. */
function numberWord(prose: string): Answer | null {
  const words = prose.toLowerCase()
  if (words === 'one half') return scalarAnswer(quotient(integer(1n), integer(2n)))
  const [first = '', second, ...rest] = words.split(/[\s-]/)
  const ten = 20 + 10 * tens.indexOf(first)
  if (rest.length > 0) return null
  if (second === undefined) {
    const value = ten >= 20 ? ten : numberWords.indexOf(first)
    return value >= 0 ? scalarAnswer(integer(BigInt(value))) : null
  }
  const unit = numberWords.indexOf(second)
  return ten >= 20 && unit > 0 && unit < 10 ? scalarAnswer(integer(BigInt(ten + unit))) : null
}

const noSolution =
  /^(?:there (?:are|is) )?(?:no (?:real |such |valid |possible |integer )?(?:solutions?|answers?|values?|integers?|roots?|numbers?)(?: exists?)?|none|does not exist|dne|(?:the )?empty set|no real solutions?|无解|無解|解なし|해 ?없음|keine lösung|pas de solution|aucune solution|no (?:hay|tiene) soluci(?:ones|ón)|sin solución|нет решений)$/

/**
 * Returns the key of prose: words in lower case, one key for the ways to say that there is no
 * solution.
 */
export function textKey(prose: string): string {
  const words = prose
    .toLowerCase()
    .replace(/^(?:the|a|an)\s/, '')
    .replaceAll(/[.,;:!?]{1,3}(?=\s|$)/g, '')
    .replaceAll(/[\s-]+/g, ' ')
    .trim()
  return noSolution.test(words) ? noSolutionKey : words
}

/** The key of "no solution", which also names the empty set. */
export const noSolutionKey = 'no solution'
