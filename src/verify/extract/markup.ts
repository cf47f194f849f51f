/** Markup of web pages and characters that are not seen, which stick to an answer. */

import { withoutInvisible } from '../invisible.ts'
import { plainDigits } from '../../core/pure.ts'
import { isAscii } from './is-ascii.ts'

const layout =
  /<\/?(?:b|strong|i|em|u|p|span|div|center|font|mark|small|big|tt|code|li|ul|ol|h[1-6]|td|tr|th|table|tbody|math|solution|response|reply)(?:\s[^<>]{0,200})?>/gi
/**
 * What is struck out: `~~41~~`, `<del>41</del>`; `<s>` and `</s>` are the tokens of a turn unless
 * something is written before them.
 */
const struckOut =
  /(?<!~)~~(?![~\s])[^~\n]{1,200}~~(?!~)|<(del|strike)>[^<>\n]{1,200}<\/\1>|(?<=[^\s<>\]][ \t]?)<s>[^<>\n]{1,100}<\/s>/gi
const lineBreak = /<(?:br|hr)\s{0,4}\/?>/gi
const script = /<(sup|sub)>([^<>]{1,40})<\/\1>/gi

const entities: Readonly<Record<string, string>> = {
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  le: '≤',
  ge: '≥',
  ne: '≠',
  minus: '-',
  times: '×',
  divide: '÷',
  pi: 'π',
  radic: '√',
  infin: '∞',
  deg: '°',
  quot: '"',
  '#39': "'",
  '#160': ' ',
  frac12: '½',
  frac14: '¼',
  frac34: '¾',
  sup2: '²',
  sup3: '³',
}

/** Returns the text without what is struck out in it. */
export const withoutStruckOut = (text: string): string =>
  /~~|<\/(?:del|strike|s)>/i.test(text) ? text.replaceAll(struckOut, ' ') : text

/** Returns the text as a page would show it. Time is linear in the length. */
export function withoutMarkup(text: string): string {
  const whole = text.replaceAll('\u0000', '')
  const characters = isAscii(whole) ? whole : plainDigits(withoutInvisible(whole))
  const seen = characters.includes('&')
    ? characters.replaceAll(/&(#?\w{2,7});/g, (all, name: string) => entities[name] ?? all)
    : characters
  if (!/<[/a-z]/i.test(seen)) return seen
  const lines = seen
    .replaceAll(lineBreak, '\n')
    .replaceAll(
      script,
      (_, kind: string, inner: string) => `${kind.toLowerCase() === 'sup' ? '^' : '_'}{${inner}}`,
    )
  // `a<b>c` compares letters: an element is closed somewhere.
  return /<\/[a-z]/i.test(lines) ? lines.replaceAll(layout, '') : lines
}
