/**
 * Telling from a file's first bytes what it is, so that a wrong file is one sentence and not an
 * error a line.
 */
import { csvSeparator } from './csv.ts'
import type { Packing } from './source.ts'

/** How the records of a file are written, or what the file is instead. */
export type FileKind =
  | { kind: 'lines' | 'array' | 'values' | 'parquet' }
  | { kind: 'table'; separator: string }
  | { kind: 'packed'; packing: Packing }
  | { kind: 'none'; is: string; hint: string }

/** Bytes that are looked at. */
export const headBytes = 1 << 16

const convert = (how: string): string => `Convert it: ${how}. docs/data.md has examples.`
const pandas =
  'in Python, pandas.DataFrame(…).to_json("records.jsonl", orient="records", lines=True)'
const notText =
  'Records may be JSON Lines, a JSON array, CSV, TSV or Parquet, plain or packed with gzip or Zstandard.'

/** First bytes of files that are something else, as Latin-1 text. */
const otherMagic: readonly [string, string, string][] = [
  [
    'PK\x03\x04',
    'a ZIP archive (spreadsheets, .xlsx, are ZIP archives too)',
    'Unpack it, or save the sheet as CSV.',
  ],
  ['BZh', 'packed with bzip2', 'Unpack it first: bunzip2 -k FILE.'],
  ['\xFD7zXZ', 'packed with xz', 'Unpack it first: unxz -k FILE.'],
  ['7z\xBC\xAF', 'a 7-Zip archive', 'Unpack it first.'],
  ['ARROW1', 'an Arrow (Feather) file', convert(`pandas.read_feather(…), then ${pandas}`)],
  [
    '\xFF\xFF\xFF\xFF',
    'an Arrow stream, the format in which the datasets library stores data',
    convert('datasets.Dataset.from_file("FILE").to_json("records.jsonl")'),
  ],
  ['\x89HDF', 'an HDF5 file', convert(pandas)],
  [
    'SQLite format 3',
    'an SQLite database',
    convert('sqlite3 -json FILE "select * from TABLE" > records.json'),
  ],
  ['\x93NUMPY', 'a NumPy array', notText],
  ['\x80\x02', 'a Python pickle', convert(pandas)],
  ['\x80\x03', 'a Python pickle', convert(pandas)],
  ['\x80\x04', 'a Python pickle', convert(pandas)],
  ['\x80\x05', 'a Python pickle', convert(pandas)],
  ['%PDF', 'a PDF document', notText],
  ['\x89PNG', 'a picture', notText],
  ['\xFF\xD8\xFF', 'a picture', notText],
  ['\x7FELF', 'a program', notText],
  [
    '\xFF\xFE',
    'UTF-16 text; it must be UTF-8',
    'Convert it: iconv -f UTF-16 -t UTF-8 FILE > records.jsonl.',
  ],
  [
    '\xFE\xFF',
    'UTF-16 text; it must be UTF-8',
    'Convert it: iconv -f UTF-16 -t UTF-8 FILE > records.jsonl.',
  ],
  [
    'version https://git-lfs.github.com/spec/',
    'a Git LFS pointer, not the file it points to',
    'Fetch the file itself: git lfs pull.',
  ],
]

/** Returns what a file is, from its first `headBytes` bytes (or all of them) and its name. */
export function fileKind(head: Buffer, name: string): FileKind {
  const latin = head.toString('latin1')
  if (latin.startsWith('\x1F\x8B')) return { kind: 'packed', packing: 'gzip' }
  if (latin.startsWith('\x28\xB5\x2F\xFD')) return { kind: 'packed', packing: 'Zstandard' }
  if (latin.startsWith('PAR1')) return { kind: 'parquet' }
  for (const [magic, is, hint] of otherMagic)
    if (latin.startsWith(magic)) return { kind: 'none', is, hint }
  if (latin.slice(257, 262) === 'ustar')
    return { kind: 'none', is: 'a tar archive', hint: 'Unpack it first: tar -xf FILE.' }
  if (head.includes(0))
    return { kind: 'none', is: 'a binary file of an unknown kind', hint: notText }
  return textKind(head.toString('utf8'), name)
}

function textKind(text: string, name: string): FileKind {
  const begun = text.replace(/^\uFEFF/, '').trimStart()
  if (begun === '') return { kind: 'lines' }
  if (begun.startsWith('[')) return { kind: 'array' }
  if (begun.startsWith('{')) return { kind: spansLines(begun) ? 'values' : 'lines' }
  if (/^<(?:!doctype html|html|head|body)\b/i.test(begun)) {
    return {
      kind: 'none',
      is: 'a web page',
      hint: 'Fetch the file itself: what was saved is the web page about it, or an error page.',
    }
  }
  if (begun.startsWith('<')) return { kind: 'none', is: 'XML', hint: notText }
  const separator = csvSeparator(text, /\.(?:csv|tsv)(?:\.\w+)?$/i.test(name))
  if (separator !== null) return { kind: 'table', separator }
  if (/^\s*[{]/m.test(begun)) return { kind: 'lines' }
  const [first = ''] = begun.split('\n', 1)
  const shown = JSON.stringify(first.length > 60 ? `${first.slice(0, 59)}…` : first)
  return { kind: 'none', is: `text without records, and begins with ${shown}`, hint: notText }
}

/** Whether the first object goes on behind its first line: as one that is cut short does not. */
function spansLines(begun: string): boolean {
  const [first = '', ...rest] = begun.split('\n', 3)
  return /[{[,]\s*$/.test(first) && rest.some((line) => /^\s*["}\]]/.test(line))
}
