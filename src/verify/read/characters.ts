/** Bringing the characters of an answer to plain ASCII and LaTeX. */
import { withoutInvisible } from '../invisible.ts'
import { plainDigits } from '../../core/pure.ts'

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
  '∛': '\\sqrt[3]',
  '∜': '\\sqrt[4]',
  '∣': '|',
  '∘': '\\circ ',
  '∴': '\\therefore ',
  '⇒': '\\Rightarrow ',
  '⟹': '\\Rightarrow ',
  '⊤': '\\top ',
  ᵀ: '^T',
  '∑': '\\sum ',
  '∏': '\\prod ',
  '¢': ' cents ',
  '✓': ' ',
  '✔': ' ',
  '✅': ' ',
  '、': ', ',
  '،': ', ',
  '؛': '; ',
  '٫': '.',
  '٬': ',',
  '٪': '%',
  '∀': '\\forall ',
  '…': '\\ldots ',
  ℝ: '\\mathbb{R}',
  ℤ: '\\mathbb{Z}',
  ℕ: '\\mathbb{N}',
  ℚ: '\\mathbb{Q}',
  ℂ: '\\mathbb{C}',
  π: '\\pi ',
  Γ: '\\Gamma ',
  Δ: '\\Delta ',
  Θ: '\\Theta ',
  Λ: '\\Lambda ',
  Π: '\\Pi ',
  Σ: '\\Sigma ',
  Φ: '\\Phi ',
  Ψ: '\\Psi ',
  Ω: '\\Omega ',
  ϕ: '\\phi ',
  µ: '\\mu ',
}
const greek =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma'.split(
    ' ',
  )
for (const [index, name] of greek.entries())
  characters[String.fromCodePoint(0x3b1 + index)] = `\\${name} `
for (const [index, name] of 'sigma tau upsilon phi chi psi omega'.split(' ').entries())
  characters[String.fromCodePoint(0x3c3 + index)] = `\\${name} `

const superscripts: Record<string, string> = { '⁺': '+', '⁻': '-', ⁿ: 'n', ⁱ: 'i' }

/**
 * Backslash escapes that a JSON or string literal has swallowed: `\frac` with its `\f` read as a
 * form feed, and so on. Only where the rest of a known command follows.
 */
const swallowed: [RegExp, string][] = [
  [/\f(?=rac\b|orall\b|rac[\d{])/g, '\\f'],
  [/\t(?=ext\b|imes\b|heta\b|an\b|frac\b|au\b|o\b)/g, '\\t'],
  [/[\b](?=egin\b|inom\b|eta\b|ar\b|oxed\b)/g, '\\b'],
  [/\r(?=ight\b|ho\b|angle\b|floor\b|ceil\b)/g, '\\r'],
  [/\v(?=ec\b|ert\b)/g, '\\v'],
]

/**
 * Words of Chinese and Japanese between values, where no other character of theirs is beside them.
 */
const separatorWords = /(?<!\p{Script=Han})(?:或者?|和|与|且|または)(?!\p{Script=Han})/gu
const separatorsByWord: Record<string, string> = {
  或: ' or ',
  或者: ' or ',
  または: ' or ',
  和: ' and ',
  与: ' and ',
  且: ' and ',
}

/**
 * Returns `text` in ASCII and LaTeX, without control characters; other scripts stay as they are.
 */
export function plainCharacters(text: string): string {
  let plain = text
  if (/\p{Cc}/u.test(plain)) {
    for (const [pattern, replacement] of swallowed) plain = plain.replaceAll(pattern, replacement)
    plain = plain.replaceAll(/\p{Cc}+/gu, ' ')
  }
  if (!/\P{ASCII}/u.test(plain)) return plain
  const latex = withoutInvisible(plain)
    .replaceAll(separatorWords, (word) => separatorsByWord[word] ?? word)
    .replaceAll(/(?<=\d\s?)[µμ](?=[mgslLFAV](?![a-z]))/g, 'u')
    .replaceAll(/(\d?)([¼-¾⅐-⅞])/g, (_, digit: string, fraction: string) => {
      const [top = '', bottom = ''] = fraction.normalize('NFKC').split('⁄')
      return `${digit}\\frac{${top}}{${bottom}}`
    })
    .replaceAll(
      /[⁰¹²³⁴-⁹⁺⁻ⁿⁱ]+/g,
      (power) =>
        `^{${Array.from(power, (each) => superscripts[each] ?? each.normalize('NFKC')).join('')}}`,
    )
    .replaceAll(/[₀-₉]+/g, (index) => `_{${index.normalize('NFKC')}}`)
  return plainDigits(latex)
    .replaceAll(/\P{ASCII}/gu, (character) => characters[character] ?? character)
    .normalize('NFKC')
    .replaceAll(/\P{ASCII}/gu, (character) => characters[character] ?? character)
    .replaceAll('。', '.')
}
