/** Markup of web pages and characters that are not seen, which stick to an answer. */

/** Marks of no width: byte order, joiners, directions, soft hyphens; and the character zero. */
const unseen = /[\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\u00AD\u0000]/g

const layout =
  /<\/?(?:b|strong|i|em|u|p|span|div|center|font|mark|small|big|tt|code|li|ul|ol|h[1-6]|td|tr|th|table|tbody|math)(?:\s[^<>]{0,200})?>/gi
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

/** Returns the text as a page would show it. Time is linear in the length. */
export function withoutMarkup(text: string): string {
  const seen = text.replaceAll(unseen, '').replaceAll(/&(#?\w{2,7});/g, (all, name: string) => entities[name] ?? all)
  if (!/<[/a-z]/i.test(seen)) return seen
  const lines = seen.replaceAll(lineBreak, '\n').replaceAll(script, (_, kind: string, inner: string) => `${kind.toLowerCase() === 'sup' ? '^' : '_'}{${inner}}`)
  // `a<b>c` compares letters: an element is closed somewhere.
  return /<\/[a-z]/i.test(lines) ? lines.replaceAll(layout, '') : lines
}
