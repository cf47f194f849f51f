import { describe, expect, it } from 'vitest'
import { fileKind } from './file-kind.ts'

const latin = (text: string): Buffer => Buffer.from(text, 'latin1')

describe('fileKind', () => {
  it.each([
    ['{"a": 1}\n{"a": 2}\n', 'lines'],
    ['\uFEFF\n {"a": 1}', 'lines'],
    ['{"a":\n{"a": 2}\n', 'lines'],
    ['{"a": [\n{"a": 2}\n', 'lines'],
    ['', 'lines'],
    ['# a comment\n{"a": 1}', 'lines'],
    ['[{"a": 1}]', 'array'],
    ['\n[\n  {', 'array'],
    ['{\n  "a": 1\n}\n{\n', 'values'],
    ['{"a": [\n  "x"\n]}', 'values'],
  ])('%j is %s', (text, kind) => {
    expect(fileKind(Buffer.from(text), 'file').kind).toBe(kind)
  })

  it.each([
    ['PK\x03\x04…', 'a ZIP archive'],
    ['BZh91AY', 'packed with bzip2'],
    ['\xFD7zXZ\x00', 'packed with xz'],
    ['ARROW1\x00\x00', 'an Arrow (Feather) file'],
    ['SQLite format 3\x00', 'an SQLite database'],
    ['\x80\x04\x95', 'a Python pickle'],
    ['%PDF-1.4', 'a PDF document'],
    ['\xFF\xFE{\x00', 'UTF-16 text'],
    ['version https://git-lfs.github.com/spec/v1\noid sha256:', 'a Git LFS pointer'],
    ['<!DOCTYPE html><html>', 'a web page'],
    ['<?xml version="1.0"?>', 'XML'],
    ['\x01\x02\x00\x03', 'a binary file of an unknown kind'],
    [`${'x'.repeat(257)}ustar`, 'a tar archive'],
    ['Dear reader,\nthis is prose.', 'text without records, and begins with "Dear reader,"'],
    ['problem: 1\nproblem: 2', 'text without records'],
  ])('%j is %s', (text, expected) => {
    const found = fileKind(latin(text), 'train.jsonl')
    expect(found).toMatchObject({
      kind: 'none',
      is: expect.stringContaining(expected),
      hint: expect.stringMatching(/\w/),
    })
  })
})
