/** Ways of writing that the grammar does not know, brought to those it knows. */

type Replacement = string | ((...found: string[]) => string)

const union = /(?<=[)\]])\s?[U∪]\s?(?=[([])/g

/** Ways of writing that stand at the beginning. */
const leading: [RegExp, string][] = [
  [/^(?:minus|negative)\s(?=[\d\\.$(])/i, '-'],
  [/^(?:Rs\.?|USD|US|INR|EUR|CHF|GBP|CAD|AUD|(?:R|A|C|HK|NZ|S)(?=\$))\s?\$?\s?(?=\d)/, ''],
  [/^([0-9A-F]+)\s?\(?(?:in\s)?base[\s-](\d{1,2})\)?$/i, '$1_{$2}'],
]

/** A space of LaTeX or none. */
const gap = String.raw`\s?(?:\\[,;:! ]|~|\{\s?\})?\s?`
const upright = String.raw`\\(?:text|mathrm|textrm|rm|mathsf|operatorname|mbox)\s?\{?\s?`

/** `°C` in its many writings, whose braces are closed behind the letter. */
const temperature = new RegExp(
  String.raw`(?<=\d\s?\}?)(${gap}(?:${upright})?(?:\^\s?\{?\s?\\circ|\\degree)\s?\}?${gap}(?:${upright}|\{)?)([CF]|Celsius|Fahrenheit)(?![A-Za-z']|\s?=)([\s}]{0,4})`,
  'g',
)

function temperatureUnit(_: string, before: string, scale: string, after: string): string {
  let open = before.split('{').length - before.split('}').length
  const rest = after.replaceAll('}', (brace) => (open-- > 0 ? '' : brace))
  return `\\text{ deg${scale.charAt(0)}}${rest}`
}

const unitInFraction = String.raw`\{\s?\\(?:text|mathrm|rm)\s?\{([A-Za-z^\d ]{1,20})\}(\^\s?\{?\d\}?)?\s?\}`
const fractionOfUnits = new RegExp(
  String.raw`(?<=[\d)}]\s?(?:\\[,;: ]|~)?\s?)\\[dt]?frac\s?${unitInFraction}\s?${unitInFraction}`,
  'g',
)

const index = String.raw`(?:\{\s?([\w+-]{1,8})\s?\}|(\w))`
/** `{}_{10}C_3` and `^{10}P_3`. */
const combinations = new RegExp(
  String.raw`(?:\{\s?\}\s?|(?<![\w}\])!']\s?))[_^]\s?${index}\s?(?:\\(?:mathrm|text)\s?\{)?([CP])\}?\s?_\s?${index}`,
  'g',
)

function chosen(...[, n, letterN, kind, r, letterR]: string[]): string {
  const [all = letterN, part = letterR] = [n, r]
  return kind === 'C' ? `\\binom{${all}}{${part}}` : `(\\binom{${all}}{${part}}(${part})!)`
}

const upToRemark =
  'million|billion|thousand|hundred|dozen|percent|not|no|wrong|incorrect|false|least|most|minus|negative'

/**
 * Ways of writing that may stand anywhere, each behind a text without which it cannot occur: most
 * answers have none of them.
 */
const elsewhere: [string, RegExp, Replacement][] = [
  ['U', union, ' \\cup '],
  ['∪', union, ' \\cup '],
  ['10', /(?<=\d)\s?[xX]\s?(?=10\s?\^)/g, ' \\times '],
  [
    'mod',
    /\(\s?(?:\\text\s?\{\s?mod\s?\}|\\mathrm\s?\{\s?mod\s?\}|\\bmod|\\mod|mod)\s?([^()]{1,20})\)/g,
    '\\pmod{$1}',
  ],
  ['/', /(?<![A-Za-z\\])d([a-z])\s?\/\s?d([a-z])(?![A-Za-z])/g, '\\frac{d$1}{d$2}'],
  ['^', /(?<=\d)\s?\^\s?\{?\s?(?:\\text\s?\{)?o\}{0,2}(?![A-Za-z])/g, '^\\circ '],
  ['angle', /(?<![A-Za-z\\])m\s?(?=\\(?:angle|measuredangle)(?![a-z]))/g, ''],
  ['\\mathbb', /(\\mathbb\s?\{?[RZNQC]\}?)\s?-\s?(?=\\\{)/g, '$1\\setminus '],
  ['cent', /(?<=\d\s?)per cent(?![a-z])/i, 'percent'],
  ['\\circ', temperature, temperatureUnit],
  ['\\degree', temperature, temperatureUnit],
  ['frac{\\', fractionOfUnits, '\\text{ $1$2/$3$4}'],
  [
    '\\Omega',
    /(?<=\d\s?(?:\\[,; ]|~)?\s?)(?:\\(?:text|mathrm)\s?\{\s?)?([kM]?)\s?\}?\s?\\Omega(?:\s?\}|(?![A-Za-z_^(]))/g,
    '\\text{ $1ohm}',
  ],
  [
    '\\mu',
    /(?<=\d\s?(?:\\[,; ]|~)?\s?)\\mu\s?\\(?:text|mathrm)\s?\{\s?([mgslLFAV])\s?\}/g,
    '\\text{ u$1}',
  ],
  ['\\mu', /\\(text|mathrm)\s?\{\s?\\mu\s?([mgslLFAV])\s?\}/g, '\\$1{ u$2}'],
  ['C', /^(\d{1,4})C(\d{1,4})$/, '\\binom{$1}{$2}'],
  ['C', combinations, chosen],
  ['P', combinations, chosen],
  ['to', /^(\d+)\s?(?:\\text\s?\{\s?to\s?\}|to)\s?(\d+)$/, '$1:$2'],
  ['sq.', /(?<![a-z])sq\.\s?/g, 'sq '],
  ['{/}', /\{\/\}/g, '/'],
  ['/_', /(?:\{\s?\})?\^\s?\{?(\d+)\}?\s?\/\s?_\s?\{?(\d+)\}?/g, '\\frac{$1}{$2}'],
  ['(or', /\s?(?:\\text\s?\{\s?)?\(or(?:\s?\}|\s)\s?([^()]{1,60})\)$/, ' or $1'],
  ['/-', /(?<=\d)\s?\/-(?:\s?only)?$/, ''],
  ['.-', /(?<=\d)\.-$/, ''],
  ['{.}', /(?<=\d)\{\.\}(?=\d)/g, '.'],
  [
    ')',
    new RegExp(
      String.raw`(?<=\d)\s\((?![^)]{0,90}\b(?:${upToRemark})\b)(?:[A-Za-z]{3,20}\s?){1,4}\)$`,
      'i',
    ),
    '',
  ],
]

/**
 * Returns the text in the spelling that the grammar reads: `(0, 1) U (2, 3)`, `1.5 x 10^5`, `3 (mod
 * 5)`, `dy/dx`, `minus 5`, `25°C`, `{}_{10}C_3`.
 */
export function plainSpelling(text: string): string {
  let plain = leading.reduce(
    (spelled, [pattern, replacement]) => spelled.replace(pattern, replacement),
    text,
  )
  for (const [mark, pattern, replacement] of elsewhere)
    if (plain.includes(mark)) plain = plain.replace(pattern, replacement as string)
  return plain
}
