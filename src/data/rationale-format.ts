/** How rationales stand in texts. */

/**
 * What stands around a rationale in an annotated text. Source: RATIONALYST (2410.01044), the
 * authors' code.
 */
export const rationaleMarks = { open: '<BOT>', close: '<EOT>' } as const

/** Whether a text has one of the marks. */
export const hasMarks = (text: string): boolean =>
  Object.values(rationaleMarks).some((mark) => text.includes(mark))

/** A rationale between what precedes it and what follows. */
export interface Segment {
  preceding: string
  rationale: string
  /** What it explains, up to the next rationale; blanks before it are its own. */
  following: string
}

/**
 * How a rationale is shown to a model that scores what follows: `plain`, as a part of the text, on
 * a line of its own where what follows is on one; `marked`, between its marks, for models that have
 * read annotated texts.
 */
export type RationaleIs = 'plain' | 'marked'

/**
 * Returns the text that a scorer reads before `following`: with an empty rationale, what precedes
 * alone.
 */
export function contextOf({ preceding, rationale, following }: Segment, as: RationaleIs): string {
  const said = rationale.trim()
  if (said === '') return preceding
  if (as === 'marked') return `${preceding}${rationaleMarks.open}${said}${rationaleMarks.close}`
  const glue = /^\s*\n/.test(following) ? '\n' : ' '
  return `${preceding}${preceding === '' ? '' : glue}${said}`
}

/** An annotated text, read: the text without rationales, and each rationale where it stood. */
export interface AnnotatedText {
  text: string
  segments: Segment[]
}

/** Why an annotated text cannot be read. */
export type AnnotationFault = { fault: 'a mark without its counterpart' }

/**
 * Reads a text with `<BOT>rationale<EOT>` in it. Blanks around a mark belong to nobody: those
 * before the rationale stay, and where there are none, those after it.
 */
export function readAnnotated(annotated: string): AnnotatedText | AnnotationFault {
  const { open, close } = rationaleMarks
  const [first, ...rest] = annotated.split(open)
  const parts = rest.map((part) => part.split(close))
  if (first!.includes(close) || parts.some(({ length }) => length !== 2))
    return { fault: 'a mark without its counterpart' }
  let text = first!
  const segments: Segment[] = []
  for (const [rationale, after] of parts as [string, string][]) {
    const preceding = text.trimEnd()
    const blanks = text.slice(preceding.length) || /^\s*/.exec(after)![0]
    const following = `${preceding === '' ? '' : blanks}${after.trimStart()}`
    segments.push({ preceding, rationale: rationale.trim(), following: following.trimEnd() })
    text = preceding + following
  }
  return { text, segments }
}

/** A part of a text, with the rationale before it, if there is one. */
export interface AnnotatedPart {
  text: string
  rationale?: string
}

/**
 * Returns a text with rationales before some of its parts. A rationale follows what precedes it at
 * once: blanks between the two texts come after it, as tokenizers have words begin with them.
 */
export function annotate(parts: readonly AnnotatedPart[]): string {
  const { open, close } = rationaleMarks
  // In pieces: to look at the end of a growing text takes time that grows with its square.
  const pieces: string[] = []
  let blanks = ''
  for (const { text, rationale } of parts) {
    if (rationale !== undefined) pieces.push(open, rationale, close)
    const own = blanks + text
    const withoutBlanks = own.trimEnd()
    pieces.push(withoutBlanks)
    blanks = own.slice(withoutBlanks.length)
  }
  return pieces.join('') + blanks
}
