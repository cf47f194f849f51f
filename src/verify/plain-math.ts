/**
 * Formulas as people type them: what LaTeX, JSON escapes and Markdown wrap around numbers and
 * signs, taken away.
 */

/** LaTeX commands that stand for something; of the rest only the gap remains. */
const commands: Readonly<Record<string, string>> = {
  times: '×',
  cdot: '×',
  ast: '×',
  div: '÷',
  approx: '≈',
  neq: ';',
  ne: ';',
  therefore: ';',
  text: ' ',
  left: '',
  right: '',
  quad: ' ',
  boxed: '',
}

const kept: Readonly<Record<string, string>> = { $: '$', '%': '%', '"': '"', '\n': '\n' }

// Every repetition is bounded or ends at a character it cannot pass again, so that the time is
// linear in the length.
const annotation = /<<[^<>\n]{0,500}>>/g
const textGroup =
  /\\{1,4}(?:text|textbf|textit|mathrm|mathbf|boxed|operatorname)\s?\{([^{}]{0,100})\}/g
const fraction = /\\{1,4}[dt]?frac\s?\{([^{}]{0,100})\}\s?\{([^{}]{0,100})\}/g
const separator = /\{,\}/g
const escape = /\\{1,4}([a-zA-Z]+|[^\w\\]|$)/g

/**
 * Returns `text` with its formulas in plain signs: `\frac{1}{2} \cdot 40` as `1/2 × 40`, `1{,}000`
 * as `1,000`, `\$9\\n` as `$9` and a line's end. Calculator annotations `<<…>>` are left out, for
 * they repeat what the text says.
 */
export function plainMath(text: string): string {
  return text
    .replaceAll(annotation, '')
    .replaceAll(separator, ',')
    .replaceAll(textGroup, ' $1 ')
    .replaceAll(fraction, (_, above: string, below: string) => `${part(above)}/${part(below)}`)
    .replaceAll(escape, (_, escaped: string) => plainEscape(escaped))
}

function part(side: string): string {
  return /^\s?\$?[\d.,]+\s?$/.test(side) ? side.trim() : `(${side})`
}

function plainEscape(escaped: string): string {
  if (!/^[a-zA-Z]/.test(escaped)) return kept[escaped] ?? ' '
  const known = commands[escaped]
  if (known !== undefined) return known
  // What is no command is an escape of JSON, with the next word run on: `\nTherefore`.
  const [first, rest] = [escaped.charAt(0), escaped.slice(1)]
  if (first === 'n') return `\n${rest}`
  return first === 't' || first === 'r' ? ` ${rest}` : ' ; '
}
