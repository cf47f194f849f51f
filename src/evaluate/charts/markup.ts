/** HTML and SVG text in which everything that is put in is escaped, unless it is markup itself. */

/** Text that is markup already. */
export interface Markup {
  readonly source: string
}

type Part = Markup | string | number | undefined | readonly (Markup | string)[]

/**
 * Template tag: ``markup`<b>${text}</b>` `` escapes `text`; markup and lists of it are put in as
 * they are, `undefined` as nothing.
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return {
    source: strings
      .map((text, index) => (index === 0 ? text : rendered(parts[index - 1]) + text))
      .join(''),
  }
}

function rendered(part: Part): string {
  if (part === undefined) return ''
  if (typeof part === 'string' || typeof part === 'number') return escapeText(String(part))
  return 'source' in part ? part.source : part.map(rendered).join('')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text for elements and quoted attributes; characters that HTML forbids become U+FFFD. */
export function escapeText(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (character) => entities[character]!)
    .replaceAll(/\p{Cc}/gu, (character) => ('\t\n\r'.includes(character) ? character : '\uFFFD'))
}
