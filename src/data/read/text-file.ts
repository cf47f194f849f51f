/** A file that is one text, packed or not. */
import { fileKind, headBytes } from './file-kind.ts'
import { bufferOf, openSource, peek, unpack, type NamedBytes } from './source.ts'

/** Longest text that is read; of a longer one no more than this is ever held. */
export const maxTextBytes = 16 * 1024 * 1024

/** A text, or why there is none. */
export type ReadText = { text: string } | { fault: 'tooLarge' | 'notText'; why: string }

/** Whether the name is that of a text, such as `a.txt` and `b.md.gz`. */
export const isTextName = (name: string): boolean => /\.(?:txt|md)(?:\.(?:gz|zst))?$/i.test(name)

/**
 * Reads the text of a file; gzip and Zstandard are unpacked. @throws DataError when it cannot be
 * read, or is damaged
 */
export async function readTextFile(path: string): Promise<ReadText> {
  const { name, chunks } = openSource(path)
  const { head, all } = await peek(chunks, headBytes)
  const found = fileKind(head, name)
  return gathered(
    found.kind === 'packed'
      ? { name, chunks: unpack({ name, chunks: all }, found.packing) }
      : { name, chunks: all },
  )
}

async function gathered({ name, chunks }: NamedBytes): Promise<ReadText> {
  const parts: Buffer[] = []
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.length
    if (length > maxTextBytes) return { fault: 'tooLarge', why: `${name}: ${tooLarge}` }
    parts.push(bufferOf(chunk))
  }
  const bytes = Buffer.concat(parts)
  if (bytes.includes(0)) return { fault: 'notText', why: `${name}: ${holdsNul}` }
  try {
    return { text: withPlainLines(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) }
  } catch {
    return { fault: 'notText', why: `${name}: not valid UTF-8` }
  }
}

/** Checks a text that a record holds, as that of a file is checked. */
export function checkText(text: string, where: string): ReadText {
  if (Buffer.byteLength(text) > maxTextBytes)
    return { fault: 'tooLarge', why: `${where}: ${tooLarge}` }
  if (text.includes('\0')) return { fault: 'notText', why: `${where}: ${holdsNul}` }
  if (/\p{Cs}/u.test(text))
    return { fault: 'notText', why: `${where}: the text holds half a character` }
  return { text: withPlainLines(text) }
}

const tooLarge = `the text is longer than ${maxTextBytes / 1024 / 1024} MiB and was skipped`
const holdsNul = 'it holds NUL characters: it is a binary file, or not UTF-8'

/** Without a byte order mark, and with `\n` alone at the end of each line. */
const withPlainLines = (text: string): string =>
  text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n')
