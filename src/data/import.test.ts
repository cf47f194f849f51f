import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { importRecord } from './import.ts'
import { checkMapping, parseMapping } from './mapping.ts'
import { recordImporter } from './record-importer.ts'

const one = (map: string[], record: unknown) => importRecord(parseMapping(map), record, { where: 'file:3', defaultId: 'file-2' })

describe('importRecord', () => {
  it('follows dotted paths and pairs lists with the same prefix', () => {
    const record = {
      q: { text: 'How many?' },
      gold: 18,
      samples: [
        { m: 'a', out: 'x' },
        { m: 'b', out: 'y' },
      ],
    }
    expect(one(['question=q.text', 'answer=gold', 'completion=samples[].out', 'model=samples[].m'], record)).toEqual({
      problem: { id: 'file-2', question: 'How many?', answer: '18' },
      empty: 0,
      completions: [
        { problemId: 'file-2', index: 0, text: 'x', modelId: 'a' },
        { problemId: 'file-2', index: 1, text: 'y', modelId: 'b' },
      ],
    })
  })

  it('gives one model to all its completions, and pairs nested and parallel lists', () => {
    const nested = {
      q: 'q',
      runs: [
        { m: 'a', outs: ['1', '2'] },
        { m: 'b', outs: ['3'] },
      ],
    }
    const models = (map: string[], record: unknown) =>
      one(['question=q', ...map], record).completions.map(({ modelId, text }) => [modelId, text])
    expect(models(['completion=runs[].outs[]', 'model=runs[].m'], nested)).toEqual([
      ['a', '1'],
      ['a', '2'],
      ['b', '3'],
    ])
    expect(models(['completion=outs[]', 'model=names[]'], { q: 'q', outs: ['1', '2'], names: ['a', 'b'] })).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
    expect(models(['completion=outs[]', 'model=name'], { q: 'q', outs: ['1', '2'], name: 'a' })).toEqual([
      ['a', '1'],
      ['a', '2'],
    ])
    expect(models(['completion=outs[1]', 'model="x"'], { q: 'q', outs: ['1', '2'] })).toEqual([['x', '2']])
  })

  it('takes several completions, each with its model, or told apart by their paths', () => {
    const record = { q: 'q', small: { text: '1' }, large: { text: '2' } }
    const texts = ['completion=small.text', 'completion=large.text']
    expect(one(['question=q', ...texts, 'model="6b"', 'model="175b"'], record).completions).toMatchObject([
      { index: 0, modelId: '6b' },
      { index: 1, modelId: '175b' },
    ])
    expect(one(['question=q', ...texts], record).completions).toMatchObject([
      { modelId: 'small.text' },
      { modelId: 'large.text' },
    ])
  })

  it('takes the final answer out of a GSM8K solution, and an empty text for a null completion', () => {
    expect(one(['question=q', 'answer=a', 'completion=c'], { q: 'q', a: 'so\n#### 1,080', c: null })).toEqual({
      problem: { id: 'file-2', question: 'q', answer: '1080' },
      empty: 1,
      completions: [{ problemId: 'file-2', index: 0, text: '' }],
    })
  })

  it.each([
    [['question=q'], {}, 'file:3: question: the record has no "q"'],
    [['question=q'], { q: null }, 'file:3: question: must be text or a number, found null'],
    [['question=q'], { q: ['a'] }, 'file:3: question: must be text or a number, found a list'],
    [['question=q[]'], { q: ['a', 'b'] }, 'file:3: question: expected one value, found 2'],
    [['question=q.r'], { q: 'text' }, 'file:3: q.r: expected an object with "r", found the text "text"'],
    [['question=q', 'answer=a'], { q: 'q', a: 2 ** 60 }, /too large for a JSON number to be exact/],
    [['question=q', 'completion=s[]', 'model=m[]'], { q: 'q', s: ['x', 'y'], m: ['a'] }, 'file:3: m[] has 1 entries, s[] has 2'],
    [['question=toString'], { q: 'q' }, 'file:3: question: the record has no "toString"'],
    [['question=__proto__.x'], { q: 'q' }, 'file:3: question: the record has no "__proto__.x"'],
  ])('%j on %j fails with %s', (map, record, message) => {
    expect(() => one(map, record)).toThrow(message)
  })

  it('never does anything but import or throw a DataError on any record', () => {
    const mapping = parseMapping(['question=a', 'answer=b.c', 'completion=d[].e', 'model=d[].f'])
    fc.assert(
      fc.property(fc.object({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), maxDepth: 4 }), (record) => {
        try {
          const { completions } = importRecord(mapping, record, { where: 'f:1', defaultId: 'f-0' })
          expect(completions.map(({ index }) => index)).toEqual(completions.map((_, index) => index))
        } catch (error) {
          expect(error).toMatchObject({ code: 'data', message: expect.stringMatching(/^f:1: /) })
        }
      }),
    )
  })
})

describe('parseMapping', () => {
  it.each([
    [[], /question= is missing/],
    [['question=q', 'anwser=a'], /expected field=path/],
    [['question=a..b'], /not a path/],
    [['question=a[b]'], /not a path/],
    [['question=a', 'question=b'], /given 2 times/],
    [['question=a', 'completion=b', 'completion=c', 'model=d'], /2 completion= but 1 model=/],
  ])('refuses %j', (entries, message) => {
    expect(() => checkMapping(parseMapping(entries))).toThrow(message)
  })
})

describe('recordImporter', () => {
  it('joins rows of the same problem and counts its completions on', () => {
    const importer = recordImporter(parseMapping(['question=q', 'id=id', 'completion=c']), { fileName: 'file', stem: 'file' })
    expect(importer.add({ id: 'p', q: 'q', c: 'x' }, 1)).toMatchObject({ problem: { id: 'p' }, completions: [{ index: 0 }] })
    expect(importer.add({ id: 'p', q: 'q', c: 'y' }, 2)).toEqual({ completions: [{ problemId: 'p', index: 1, text: 'y' }] })
    expect(() => importer.add({ id: 'p', q: 'other', c: 'y' }, 3)).toThrow(
      'file:3: the id "p" is that of line 1, whose question differs',
    )
  })

  it('refuses a second answer to the same problem', () => {
    const importer = recordImporter(parseMapping(['question=q', 'id=id', 'answer=a']), { fileName: 'file', stem: 'file' })
    importer.add({ id: 'p', q: 'q', a: '5' }, 1)
    expect(() => importer.add({ id: 'p', q: 'q', a: '7' }, 2)).toThrow('that of line 1, whose answer differs')
  })
})
