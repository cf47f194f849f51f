import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { annotate, contextOf, readAnnotated } from './rationale-format.ts'

const segmentsOf = (text: string) => {
  const read = readAnnotated(text)
  return 'fault' in read ? read.fault : read.segments
}

describe('readAnnotated', () => {
  it('cuts a text at its rationales, and leaves blanks to what follows', () => {
    expect(readAnnotated('A pen.<BOT>1+1<EOT> Two pens.<BOT> x <EOT>\nEnd.')).toEqual({
      text: 'A pen. Two pens.\nEnd.',
      segments: [
        { preceding: 'A pen.', rationale: '1+1', following: ' Two pens.' },
        { preceding: 'A pen. Two pens.', rationale: 'x', following: '\nEnd.' },
      ],
    })
  })

  it('takes blanks on either side of a rationale for the same', () => {
    const same = ['A.<BOT>r<EOT> B.', 'A. <BOT>r<EOT>B.', 'A. <BOT>r<EOT> B.']
    expect(same.map((text) => segmentsOf(text))).toEqual(
      same.map(() => [{ preceding: 'A.', rationale: 'r', following: ' B.' }]),
    )
  })

  it.each(['a<BOT>b', 'a<EOT>b', 'a<BOT>b<BOT>c<EOT>', 'a<BOT>b<EOT>c<EOT>', 'a<EOT>b<BOT>c'])(
    'refuses unbalanced marks: %s',
    (text) => {
      expect(segmentsOf(text)).toBe('a mark without its counterpart')
    },
  )

  it('reads what annotate writes', () => {
    const words = fc.stringMatching(/^[a-z.]{1,8}$/)
    const part = fc.record({
      text: fc.tuple(fc.constantFrom('', ' ', '\n', '  '), words).map((own) => own.join('')),
      rationale: fc.option(words, { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
        const given = parts.map(({ text, rationale }) => ({
          text,
          ...(rationale !== undefined && { rationale }),
        }))
        const read = readAnnotated(annotate(given))
        if ('fault' in read) throw new Error(read.fault)
        const whole = parts.map(({ text }) => text).join('')
        const unbroken = (text: string): string => text.replaceAll(/\s+/g, '')
        expect(unbroken(read.text)).toBe(unbroken(whole))
        expect(read.segments.map(({ rationale }) => rationale)).toEqual(
          parts.flatMap(({ rationale }) => rationale ?? []),
        )
        for (const { preceding, following } of read.segments)
          expect(unbroken(read.text)).toContain(unbroken(preceding + following))
      }),
    )
  })
})

it('annotates a text of 10 MB at all of its places', () => {
  const text = ' The barn has 12 sheep.'
  const parts = Array.from({ length: 450_000 }, () => ({ text, rationale: 'r' }))
  const annotated = annotate(parts)
  expect(annotated).toHaveLength(parts.length * (text.length + '<BOT>r<EOT>'.length))
  expect(annotated.startsWith(`<BOT>r<EOT>${text}<BOT>r<EOT>${text}`)).toBe(true)
})

describe('contextOf', () => {
  const segment = { preceding: 'A.', rationale: 'r', following: ' B.' }

  it('is what precedes where nothing is said', () => {
    for (const as of ['plain', 'marked'] as const)
      expect(contextOf({ ...segment, rationale: ' ' }, as)).toBe('A.')
  })

  it('shows a rationale as a part of the text, or between its marks', () => {
    expect(contextOf(segment, 'plain')).toBe('A. r')
    expect(contextOf({ ...segment, following: '\nB.' }, 'plain')).toBe('A.\nr')
    expect(contextOf({ ...segment, preceding: '' }, 'plain')).toBe('r')
    expect(contextOf(segment, 'marked')).toBe('A.<BOT>r<EOT>')
  })
})
