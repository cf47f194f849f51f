/**
 * The other way to read commas without a blank behind them: as decimal marks, or between lakhs and
 * crores.
 */

/** A number with one decimal comma, its thousands grouped by points or not: `12,50`, `1.200,00`. */
const decimal = /(?<![\d.,])(\d{1,3}(?:(?:\.|\\,)\d{3})+|\d+),(\d+)(?![\d,]|\.\d)/g
const indian = /(?<![\d.,]|[([{]\s?)[1-9]\d?(?:,\d{2})+,\d{3}(?![\d,])/g
/** `(2,5)` is a pair. */
const pair = /(?:[([]|\\\{|(?<![A-Za-z}])\{)\s?[+-]?\s?[\d.]+,\d+\s?\\?[)\]}]/
/** What `1,234` is in most countries. */
const thousands = /^[1-9]\d{0,2},\d{3}$/

/**
 * Returns the text with points for decimal commas, `null` where it has none or one of its commas
 * must be something else: `1,2,3` and `3,5, 7` are lists.
 */
export function withoutDecimalCommas(text: string): string | null {
  if (!/\d,\d/.test(text) || pair.test(text)) return null
  let isRead = true
  const plain = text
    .replaceAll(indian, (digits) => digits.replaceAll(',', ''))
    .replaceAll(decimal, (all, whole: string, fraction: string) => {
      if (thousands.test(all)) isRead = false
      return `${whole.replaceAll(/\D/g, '')}.${fraction}`
    })
  return isRead && plain !== text && !/,(?!\})/.test(plain) ? plain : null
}
