/**
 * Taking LaTeX, markdown and typographic variants out of a short text, so that one grammar reads
 * all of them.
 */

/**
 * Returns `text` with simple LaTeX (`\frac{3}{4}`, `\text{…}`, `1{,}000`), markdown marks and
 * Unicode variants written plainly.
 */
export function plainText(text: string): string {
  return text
    .replaceAll(/[¼-¾⅐-⅞]/g, (fraction) => ` ${fraction.normalize('NFKC')}`)
    .replaceAll(/[²³¹⁰⁴-⁹]+/g, (power) => `^${power.normalize('NFKC')}`)
    .normalize('NFKC')
    .replaceAll('⁄', '/')
    .replaceAll('−', '-')
    .replaceAll(/\\[dt]?frac\s?\{([^{}]{0,200})\}\s?\{([^{}]{0,200})\}/g, ' $1/$2')
    .replaceAll(/\\(?:text|mathrm|mathbf|textbf|boxed)\s?\{([^{}]{0,200})\}/g, ' $1')
    .replaceAll(/\{,\}|,\\!/g, ',')
    .replaceAll(/\\[!,;:]/g, '')
    .replaceAll(/\\([$%])/g, '$1')
    .replaceAll(/\\[()[\]]/g, ' ')
    .replaceAll(/[*`_]{1,3}(?=\S)|(?<=\S)[*`_]{1,3}/g, (mark) => (mark === '*' ? mark : ''))
    .trim()
}
