import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Problem } from '../../core/index.ts'
import { importRecord } from './import.ts'
import { listOf } from './field-path.ts'
import { importMapping } from './import-mapping.ts'
import { checkMapping, parseMapping } from './mapping.ts'
import { recordImporter } from './record-importer.ts'
import { mappingOf, problemRows, shapeOf } from './shapes.ts'

const one = (map: string[], record: unknown) =>
  importRecord(parseMapping(map), record, { where: 'file:3', defaultId: 'file-2' })

it('refuses a list where one completion is due, and says how to take each', () => {
  const mapping = parseMapping(['question=q', 'completion=gens'])
  const read = (): unknown =>
    importRecord(mapping, { q: '1+1?', gens: ['2', '3'] }, { where: 'x:1', defaultId: 'x-0' })
  expect(read).toThrow('x:1: "gens" is a list of 2, not one completion')
})

it.each([
  ["['5', '7']", ['5', '7']],
  ["['5' '7']", ['5', '7']],
  ["[\"it's\", '7']", ["it's", '7']],
  ['[5 7]', [5, 7]],
  ["['5', None]", ['5', null]],
  ["['5', x]", null],
  ["['5'", null],
  ['[]', []],
])('reads the list that Python prints: %s', (text, list) => expect(listOf(text)).toEqual(list))

it.each([
  { question: '?', choices: '5; 7', answer: 1 },
  { question: '?', A: '5', B: '7', answer: 'B' },
  { id: 'own', question: '?', choices: '5 or 7', answer: '0' },
])('never takes a place among options for an answer: %j', (row) =>
  expect(shapeOf(row)?.name).toBe('multiple-choice'),
)

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
    expect(
      one(
        ['question=q.text', 'answer=gold', 'completion=samples[].out', 'model=samples[].m'],
        record,
      ),
    ).toEqual({
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
    expect(
      models(['completion=outs[]', 'model=names[]'], {
        q: 'q',
        outs: ['1', '2'],
        names: ['a', 'b'],
      }),
    ).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
    expect(
      models(['completion=outs[]', 'model=name'], { q: 'q', outs: ['1', '2'], name: 'a' }),
    ).toEqual([
      ['a', '1'],
      ['a', '2'],
    ])
    expect(models(['completion=outs[1]', 'model="x"'], { q: 'q', outs: ['1', '2'] })).toEqual([
      ['x', '2'],
    ])
  })

  it('takes several completions, each with its model, or told apart by their paths', () => {
    const record = { q: 'q', small: { text: '1' }, large: { text: '2' } }
    const texts = ['completion=small.text', 'completion=large.text']
    expect(
      one(['question=q', ...texts, 'model="6b"', 'model="175b"'], record).completions,
    ).toMatchObject([
      { index: 0, modelId: '6b' },
      { index: 1, modelId: '175b' },
    ])
    expect(one(['question=q', ...texts], record).completions).toMatchObject([
      { modelId: 'small.text' },
      { modelId: 'large.text' },
    ])
  })

  it('takes the final answer out of a GSM8K solution, and an empty text for a null completion', () => {
    expect(
      one(['question=q', 'answer=a', 'completion=c'], { q: 'q', a: 'so\n#### 1,080', c: null }),
    ).toEqual({
      problem: { id: 'file-2', question: 'q', answer: '1080' },
      empty: 1,
      completions: [{ problemId: 'file-2', index: 0, text: '' }],
    })
  })

  it('counts completions that are null or missing, wherever on the way', () => {
    const texts = (map: string[], record: unknown) => {
      const { completions, empty } = one(map, record)
      return [completions.map(({ text }) => text), empty]
    }
    expect(texts(['question=q', 'completion=c'], { q: 'q' })).toEqual([[''], 1])
    expect(
      texts(['question=q', 'completion=s[].o'], { q: 'q', s: [{ o: 'x' }, {}, { o: null }] }),
    ).toEqual([['x', '', ''], 2])
    expect(texts(['question=q', 'completion=s[].o'], { q: 'q', s: null })).toEqual([[''], 1])
    expect(texts(['question=q', 'completion=r.body.text'], { q: 'q', r: null })).toEqual([[''], 1])
    expect(texts(['question=q', 'completion=s[].o'], { q: 'q', s: [] })).toEqual([[''], 1])
  })

  it('puts fields together, takes the first that is there, and finds names with dots', () => {
    const question = (path: string, record: unknown) =>
      one([`question=${path}`], record).problem?.question
    expect(question('a+b', { a: 'x', b: 'y' })).toBe('x\ny')
    expect(question('a+" "+b', { a: 'x', b: 'y' })).toBe('x y')
    expect(question('a+" "+b', { a: 'x', b: '' })).toBe('x')
    expect(question('a+" "+b', { a: null, b: 'y' })).toBe('y')
    expect(question('"Q: "+a+"?"', { a: 'x' })).toBe('Q: x?')
    expect(question('a|b', { a: null, b: 7 })).toBe('7')
    expect(question('doc.question', { 'doc.question': 'x' })).toBe('x')
    expect(question('a.b.c', { 'a.b': { c: 'x' } })).toBe('x')
    expect(one(['question=q', 'answer=a|'], { q: 'q' }).problem).toEqual({
      id: 'file-2',
      question: 'q',
    })
    expect(() => question('a|b', {})).toThrow('file:3: question: the record has no "a|b"')
  })

  it('takes ids and answers as people write them', () => {
    const read = (record: object) =>
      one(['id=id', 'question=q', 'answer=a'], { id: 7, q: 'q', ...record }).problem
    expect(read({ a: true })).toEqual({ id: '7', question: 'q', answer: 'true' })
    expect(read({ a: [1, '-1'] })?.answer).toBe('1, -1')
    expect(read({ a: null })).toEqual({ id: '7', question: 'q' })
    expect(() => read({ a: { value: 1 } })).toThrow(
      'the answer must be text, a number, true, false or a list of them, found an object',
    )
    expect(() => read({ a: [] })).toThrow('the answer is an empty list')
  })

  it('puts the options into the question, and reads the answer as one of them', () => {
    const map = ['question=q', 'options=o', 'answer=a']
    expect(one(map, { q: 'Which?', o: ['x', 'y'], a: 1 }).problem).toMatchObject({
      question: 'Which?\nA) x\nB) y',
      answer: 'B',
    })
    expect(() => one(map, { q: 'Which?', o: ['x', 'y'], a: 2 })).toThrow(
      'file:3: the answer is the number 2, which is none of the',
    )
    expect(() => one(map, { q: 'Which?', o: 'x or y', a: 'A' })).toThrow(
      'file:3: o: expected two to 26 options',
    )
  })

  it('takes options from fields of their own, of which a question may have fewer', () => {
    const map = ['question=q', 'options=A', 'options=B', 'options=C|', 'answer=a']
    const read = (row: object): Problem | undefined => one(map, { q: 'Which?', ...row }).problem
    expect(read({ A: 'x', B: 'y', a: 'B' })).toMatchObject({
      question: 'Which?\nA) x\nB) y',
      answer: 'B',
    })
    expect(read({ A: 'x', B: 'y', C: 'z', a: 'Z' })).toMatchObject({ answer: 'C' })
    expect(() => read({ A: 'x', B: null, a: 'A' })).toThrow(
      'file:3: A, B, C: expected two to 26 options',
    )
  })

  it('reads what hidden answers of HellaSwag look like as none', () => {
    const row = { ctx: 'She', endings: ['sings.', 'sleeps.'] }
    const answerOf = (more: object): string | undefined =>
      importRecord(
        mappingOf(shapeOf({ ...row, ...more })!),
        { ...row, ...more },
        { where: 'x:1', defaultId: 'x-0' },
      ).problem?.answer
    expect([{ label: '1' }, { label: 0 }].map(answerOf)).toEqual(['B', 'A'])
    expect([{ label: '' }, { label: -1 }, {}].map(answerOf)).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('makes a row of each question of a theory', () => {
    const questions = { Q1: { question: 'Is it?', answer: true }, Q2: { question: 'And?' } }
    expect(problemRows({ id: 't', theory: 'It is.', questions })).toEqual([
      { question_id: 't_Q1', theory: 'It is.', question: 'Is it?', answer: true },
      { question_id: 't_Q2', theory: 'It is.', question: 'And?' },
    ])
    for (const row of [7, null, { theory: 'It is.', questions: 'none' }, [1]])
      expect(problemRows(row)).toEqual([row])
  })

  it('keeps further solutions by their styles', () => {
    const map = ['question=q', 'answer=a', 'solution.short=s', 'solution.long way=l|']
    expect(one(map, { q: '?', a: '2', s: '1+1', l: ['First.', 'Then 2.'] }).problem).toEqual({
      id: 'file-2',
      question: '?',
      answer: '2',
      solutionsByStyle: { short: '1+1', 'long way': 'First.\nThen 2.' },
    })
    expect(one(map, { q: '?', a: '2', s: ' ' }).problem).toEqual({
      id: 'file-2',
      question: '?',
      answer: '2',
    })
    expect(() => one(map, { q: '?', a: '2' })).toThrow('file:3: solution: the record has no "s"')
    expect(() => parseMapping(['solution.s=a', 'solution.s=b'])).toThrow(
      '--map solution.s= is given twice',
    )
    expect(() => parseMapping(['solution.=a'])).toThrow('--map solution.=a: expected field=path')
    const importer = recordImporter(parseMapping(['id=q', 'question=q', 'solution.s=s']), {
      fileName: 'file',
      stem: 'file',
    })
    importer.add({ q: '?', s: '1' }, 1)
    expect(() => importer.add({ q: '?', s: '2' }, 2)).toThrow(
      'file:2: line 1 has the same id "?", but another solutionsByStyle',
    )
  })

  it('imports completions of problems that are elsewhere', () => {
    expect(one(['id=task', 'completion=out'], { task: 12, out: 'x' })).toEqual({
      completions: [{ problemId: '12', index: 0, text: 'x' }],
      empty: 0,
    })
  })

  it.each([
    [['question=q'], {}, 'file:3: question: the record has no "q"'],
    [['question=q'], { q: null }, 'file:3: the question must be text or a number, found null'],
    [['question=q'], { q: ['a'] }, 'file:3: the question must be text or a number, found a list'],
    [['question=q[]'], { q: ['a', 'b'] }, 'file:3: question: expected one value, found 2'],
    [
      ['question=q.r'],
      { q: 'text' },
      'file:3: q.r: expected an object with "r", found the text "text"',
    ],
    [['question=q', 'answer=a'], { q: 'q', a: 2 ** 60 }, /too large for a JSON number to be exact/],
    [
      ['question=q', 'completion=s[]', 'model=m[]'],
      { q: 'q', s: ['x', 'y'], m: ['a'] },
      'file:3: m[] has 1 entries, s[] has 2',
    ],
    [['question=toString'], { q: 'q' }, 'file:3: question: the record has no "toString"'],
    [['question=__proto__.x'], { q: 'q' }, 'file:3: question: the record has no "__proto__.x"'],
  ])('%j on %j fails with %s', (map, record, message) => {
    expect(() => one(map, record)).toThrow(message)
  })

  it('never does anything but import or throw a DataError on any record', () => {
    const mapping = parseMapping(['question=a', 'answer=b.c', 'completion=d[].e', 'model=d[].f'])
    fc.assert(
      fc.property(
        fc.object({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), maxDepth: 4 }),
        (record) => {
          try {
            const { completions } = importRecord(mapping, record, {
              where: 'f:1',
              defaultId: 'f-0',
            })
            expect(completions.map(({ index }) => index)).toEqual(
              completions.map((_, index) => index),
            )
          } catch (error) {
            expect(error).toMatchObject({ code: 'data', message: expect.stringMatching(/^f:1: /) })
          }
        },
      ),
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
    const importer = recordImporter(parseMapping(['question=q', 'id=id', 'completion=c']), {
      fileName: 'file',
      stem: 'file',
    })
    expect(importer.add({ id: 'p', q: 'q', c: 'x' }, 1)).toMatchObject({
      problem: { id: 'p' },
      completions: [{ index: 0 }],
    })
    expect(importer.add({ id: 'p', q: 'q', c: 'y' }, 2)).toEqual({
      completions: [{ problemId: 'p', index: 1, text: 'y' }],
    })
    expect(() => importer.add({ id: 'p', q: 'other', c: 'y' }, 3)).toThrow(
      'file:3: line 1 has the same id "p", but another question',
    )
  })

  it('refuses a second answer to the same problem', () => {
    const importer = recordImporter(parseMapping(['question=q', 'id=id', 'answer=a']), {
      fileName: 'file',
      stem: 'file',
    })
    importer.add({ id: 'p', q: 'q', a: '5' }, 1)
    expect(() => importer.add({ id: 'p', q: 'q', a: '7' }, 2)).toThrow(
      'line 1 has the same id "p", but another answer',
    )
  })

  it('takes a completion once from a log with a row per filter', () => {
    const importer = recordImporter(
      parseMapping(['id=id', 'question=q', 'completion=c', 'filter=f']),
      {
        fileName: 'file',
        stem: 'file',
      },
    )
    const rows = [
      { id: 1, f: 'strict', c: 'x' },
      { id: 1, f: 'flexible', c: 'x' },
      { id: 2, f: 'strict', c: null },
      { id: 2, f: 'flexible', c: null },
      { id: 1, f: 'strict', c: 'y' },
    ]
    const added = rows.map((row, place) =>
      importer
        .add({ ...row, q: 'q' }, place + 1)
        .completions.map(({ text, index }) => [text, index]),
    )
    expect(added).toEqual([[['x', 0]], [], [['', 0]], [], [['y', 1]]])
    expect(importer.finish()).toEqual({ empty: 1, repeated: 2 })
  })

  it('refuses a completion that no record has', () => {
    const importer = recordImporter(parseMapping(['question=q', 'completion=typo']), {
      fileName: 'file',
      stem: 'file',
    })
    importer.add({ q: 'q', output: 'x' }, 1)
    expect(() => importer.finish()).toThrow('file: no record has typo')
  })

  it('joins rows that ask the same where it is told to', () => {
    const importer = recordImporter(parseMapping(['question=q', 'completion=c']), {
      fileName: 'file',
      stem: 'f',
      joinsQuestions: true,
    })
    expect(importer.add({ q: 'q', c: 'x' }, 1).problem?.id).toBe('f-0')
    expect(importer.add({ q: 'other', c: 'x' }, 2).problem?.id).toBe('f-1')
    expect(importer.add({ q: 'q', c: 'y' }, 3)).toEqual({
      completions: [{ problemId: 'f-0', index: 1, text: 'y' }],
    })
  })
})

describe('importMapping', () => {
  const told: string[] = []
  const choose = (rows: unknown[], entries: string[] = [], shapeName?: string) =>
    importMapping('file', rows, { entries, shapeName, tell: (sentence) => told.push(sentence) })
  const logged = (filter: string) => ({
    doc_id: 0,
    doc: { question: 'q' },
    target: '7',
    resps: [['x']],
    filter,
  })

  it('guesses, and tells its guess', () => {
    expect(choose([{ Body: 'b', Question: 'q', Answer: 1 }]).shape?.name).toBe('svamp')
    expect(told.splice(0)).toEqual(['file looks like svamp (SVAMP); --shape or --map overrides'])
  })

  it('lets --map change the fields of a shape', () => {
    const { mapping } = choose(
      [logged('none')],
      ['question=doc.text', 'completion=filtered_resps[]'],
      'lm-eval',
    )
    expect([
      mapping.question?.text,
      mapping.completions.map(({ text }) => text.text),
      mapping.answer?.text,
    ]).toEqual(['doc.text', ['filtered_resps[]'], 'target'])
    expect(told).toEqual([])
  })

  it('sees the filters of a log through a mapping that does not name them', () => {
    const { mapping } = choose(
      [logged('strict-match')],
      ['question=doc.question', 'completion=resps[0][0]'],
    )
    expect([mapping.id?.text, mapping.filter?.text]).toEqual(['doc_id', 'filter'])
  })

  it.each([
    [[], 'file: it contains no records'],
    [[{ a: 1, b: 2 }], 'file: no known shape has the fields a, b'],
    [
      [
        { question: 'q', answer: 'a' },
        { Body: 'b', Question: 'q', Answer: 1 },
      ],
      'records have different shapes, question-answer and svamp',
    ],
    [
      [{ chosen: 'x', rejected: 'y' }],
      'file looks like preferences: it holds pairs of preferences',
    ],
    [
      [{ ...logged('none'), resps: [[['-1.5', 'False']]] }],
      'file looks like lm-eval-likelihoods: it holds log-likelihoods',
    ],
  ])('refuses %j', (rows, message) => {
    expect(() => choose(rows)).toThrow(message)
  })
})
