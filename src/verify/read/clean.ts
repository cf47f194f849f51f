/** Bringing the spelling of an answer to plain ASCII and LaTeX, and taking off what only wraps it. */

/** Typographic characters and what they mean in LaTeX. */
const characters: Record<string, string> = {
  '−': '-',
  '–': '-',
  '—': '-',
  '×': '\\times ',
  '÷': '/',
  '·': '\\cdot ',
  '⋅': '\\cdot ',
  '∙': '\\cdot ',
  '⁄': '/',
  '∕': '/',
  '°': '^\\circ ',
  º: '^\\circ ',
  '∞': '\\infty ',
  '≤': '\\le ',
  '⩽': '\\le ',
  '≥': '\\ge ',
  '⩾': '\\ge ',
  '≠': '\\ne ',
  '≈': '\\approx ',
  '≡': '\\equiv ',
  '∪': '\\cup ',
  '∩': '\\cap ',
  '∈': '\\in ',
  '∅': '\\emptyset ',
  '∖': '\\setminus ',
  '±': '\\pm ',
  '∓': '\\mp ',
  '√': '\\sqrt ',
  '′': "'",
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '⟨': '\\langle ',
  '⟩': '\\rangle ',
  '⌊': '\\lfloor ',
  '⌋': '\\rfloor ',
  '⌈': '\\lceil ',
  '⌉': '\\rceil ',
  '∧': ' and ',
  '∨': ' or ',
  '→': '\\to ',
  '∠': '\\angle ',
  '∀': '\\forall ',
  '…': '\\ldots ',
  ℝ: '\\mathbb{R}',
  ℤ: '\\mathbb{Z}',
  ℕ: '\\mathbb{N}',
  ℚ: '\\mathbb{Q}',
  ℂ: '\\mathbb{C}',
  π: '\\pi ',
  Π: '\\Pi ',
  ϕ: '\\phi ',
  µ: '\\mu ',
}
const greek = 'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma'.split(' ')
for (const [index, name] of greek.entries()) characters[String.fromCodePoint(0x3b1 + index)] = `\\${name} `
for (const [index, name] of 'sigma tau upsilon phi chi psi omega'.split(' ').entries())
  characters[String.fromCodePoint(0x3c3 + index)] = `\\${name} `

const superscripts: Record<string, string> = { '⁺': '+', '⁻': '-', ⁿ: 'n', ⁱ: 'i' }

/**
 * Backslash escapes that a JSON or string literal has swallowed: `\frac` with its `\f` read as a form feed, and so on. Only where the
 * rest of a known command follows.
 */
const swallowed: [RegExp, string][] = [
  [/\f(?=rac\b|orall\b|rac[\d{])/g, '\\f'],
  [/\t(?=ext\b|imes\b|heta\b|an\b|frac\b|au\b|o\b)/g, '\\t'],
  [/[\b](?=egin\b|inom\b|eta\b|ar\b|oxed\b)/g, '\\b'],
  [/\r(?=ight\b|ho\b|angle\b|floor\b|ceil\b)/g, '\\r'],
  [/\v(?=ec\b|ert\b)/g, '\\v'],
]

/** Returns `text` in ASCII and LaTeX, without control characters; other scripts stay as they are. */
export function plainCharacters(text: string): string {
  let plain = text
  if (/\p{Cc}/u.test(plain)) {
    for (const [pattern, replacement] of swallowed) plain = plain.replaceAll(pattern, replacement)
    plain = plain.replaceAll(/\p{Cc}+/gu, ' ')
  }
  if (!/\P{ASCII}/u.test(plain)) return plain
  return plain
    .replaceAll(/(\d?)([¼-¾⅐-⅞])/g, (_, digit: string, fraction: string) => {
      const [top = '', bottom = ''] = fraction.normalize('NFKC').split('⁄')
      return `${digit}\\frac{${top}}{${bottom}}`
    })
    .replaceAll(
      /[⁰¹²³⁴-⁹⁺⁻ⁿⁱ]+/g,
      (power) => `^{${Array.from(power, (each) => superscripts[each] ?? each.normalize('NFKC')).join('')}}`,
    )
    .replaceAll(/[₀-₉]+/g, (index) => `_{${index.normalize('NFKC')}}`)
    .replaceAll(/\P{ASCII}/gu, (character) => characters[character] ?? character)
    .normalize('NFKC')
    .replaceAll(/\P{ASCII}/gu, (character) => characters[character] ?? character)
    .replaceAll('。', '.')
}

const wrappers: [RegExp, string][] = [
  [/^\*\*([^]*)\*\*$/, '$1'],
  [/^`+([^`]*)`+$/, '$1'],
  [/^\$\$([^$]*)\$\$$/, '$1'],
  [/^\$([^$]*[^\\$])\$$/, '$1'],
  [/^\\\(((?:(?!\\\))[^])*)\\\)$/, '$1'],
  [/^\\\[((?:(?!\\\])[^])*)\\\]$/, '$1'],
  [/^"([^"]*)"$/, '$1'],
]

/** Takes off math delimiters, boxes, bold marks and final punctuation that enclose all of the text. */
export function unwrap(text: string): string {
  let inner = text.trim()
  for (let round = 0; round < 8; round++) {
    const before = inner
    for (const [pattern, replacement] of wrappers) inner = inner.replace(pattern, replacement).trim()
    inner = unbox(inner)
    if (!/(?:\.\.|\\ldots ?|\\dots ?)$/.test(inner)) inner = inner.replace(/(?<!\\)[.,;:]{1,3}$/, '').trim()
    if (/(?<!\\)(?:\\\\){0,4}\\$/.test(inner)) inner = inner.replace(/\\{1,9}$/, '').trim()
    if (inner === before) break
  }
  return inner
}

function unbox(text: string): string {
  const opening = /^\\(?:boxed|fbox|framebox)\s*\{/.exec(text)
  if (!opening) return text
  let depth = 1
  for (let index = opening[0].length; index < text.length; index++) {
    if (text[index] === '\\') index++
    else if (text[index] === '{') depth++
    else if (text[index] === '}' && --depth === 0)
      return /^[\s.,;]*$/.test(text.slice(index + 1)) ? text.slice(opening[0].length, index).trim() : text
  }
  return text
}

/** Ways of writing that the grammar does not know, each with what it means. */
const spellings: [RegExp, string][] = [
  [/(?<=[)\]])\s?[U∪]\s?(?=[([])/g, ' \\cup '],
  [/(?<=\d)\s?[xX]\s?(?=10\s?\^)/g, ' \\times '],
  [/\(\s?(?:\\text\s?\{\s?mod\s?\}|\\mathrm\s?\{\s?mod\s?\}|\\bmod|\\mod|mod)\s?([^()]{1,20})\)/g, '\\pmod{$1}'],
  [/(?<![A-Za-z\\])d([a-z])\s?\/\s?d([a-z])(?![A-Za-z])/g, '\\frac{d$1}{d$2}'],
  [/(?<=\d)\s?\^\s?\{?\s?(?:\\text\s?\{)?o\}{0,2}(?![A-Za-z])/g, '^\\circ '],
  [/(?<![A-Za-z\\])m\s?(?=\\(?:angle|measuredangle)(?![a-z]))/g, ''],
  [/(\\mathbb\s?\{?[RZNQC]\}?)\s?-\s?(?=\\\{)/g, '$1\\setminus '],
  [/^(?:minus|negative)\s(?=[\d\\.$(])/i, '-'],
  [/^(?:Rs\.?|USD|US|INR)\s?\$?\s?(?=\d)/, ''],
  [/(?<=\d\s?)per cent(?![a-z])/i, 'percent'],
  [/^([0-9A-F]+)\s?\(?(?:in\s)?base[\s-](\d{1,2})\)?$/i, '$1_{$2}'],
  [/(?<=\d)\s\((?:[A-Za-z]{3,20}\s?){1,4}\)$/, ''],
]

/** Returns the text in the spelling that the grammar reads: `(0, 1) U (2, 3)`, `1.5 x 10^5`, `3 (mod 5)`, `dy/dx`, `minus 5`. */
export const plainSpelling = (text: string): string =>
  spellings.reduce((plain, [pattern, replacement]) => plain.replace(pattern, replacement), text)

/** Halves backslashes that were escaped twice: `\\frac` outside of matrices, `\\begin` with all that follows. */
export function singleBackslashes(text: string): string {
  if (!text.includes('\\\\')) return text
  if (/\\\\begin/.test(text)) return text.replaceAll('\\\\', '\\')
  if (/\\begin/.test(text)) return text
  return text.replaceAll(/\\\\(?=[A-Za-z])/g, '\\')
}
