import { existsSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  completion,
  folder,
  path,
  printed,
  put,
  rowsOf,
  run,
  useOfflineCommands,
} from '../../../tests/support/offline-commands.ts'

useOfflineCommands()

const problems = put(
  'problems.jsonl',
  { id: 'a', question: 'One and one?', answer: '2', solution: '<<1+1=2>>\n#### 2' },
  { id: 'b', question: 'Two and two?', answer: '4', solution: '<<2+2=4>>\n#### 4' },
)

describe('data import', () => {
  const record = { q: 'How many?', gold: 4, samples: [{ m: 'x', out: '#### 4' }] }

  it('writes problems and completions', async () => {
    const file = put('raw.jsonl', record)
    const map = [
      'question=q',
      'answer=gold',
      'completion=samples[].out',
      'model=samples[].m',
    ].flatMap((entry) => ['--map', entry])
    expect(await run('data', 'import', file, ...map, '--out', path('imported'))).toBe(0)
    expect(rowsOf(path('imported/problems.jsonl'))).toEqual([
      { id: 'raw-0', question: 'How many?', answer: '4' },
    ])
    expect(rowsOf(path('imported/completions.jsonl'))).toEqual([
      { problemId: 'raw-0', index: 0, text: '#### 4', modelId: 'x' },
    ])
  })

  it('imports what it can, and writes nothing when that is nothing', async () => {
    const file = put('raw2.jsonl', record, { gold: 1 }, 'x')
    expect(await run('data', 'import', file, '--map', 'question=q', '--out', path('some'))).toBe(2)
    expect(printed.stderr).toContain(`${file}:2: question: the record has no "q"`)
    expect(printed.stderr).toContain(`${file}:3: not valid JSON`)
    expect(rowsOf(path('some/problems.jsonl'))).toHaveLength(1)
    expect(existsSync(path('some/completions.jsonl'))).toBe(false)
    expect(
      await run('data', 'import', file, '--map', 'question=nothing', '--out', path('none')),
    ).toBe(2)
    expect(existsSync(path('none/problems.jsonl'))).toBe(false)
    expect(await run('data', 'import', file, '--map', 'quastion=q', '--out', path('none'))).toBe(2)
  })

  it('keeps a problem whose completion is null or missing in the denominator, through verify, curate and evaluate', async () => {
    const rows = [
      { q: 'One and one?', gold: 2, out: '#### 2' },
      { q: 'Two and two?', gold: 4, out: null },
      { q: 'Three and three?', gold: 6 },
      { q: 'Four and four?', gold: 8, out: '#### 8' },
    ]
    const map = ['question=q', 'answer=gold', 'completion=out'].flatMap((entry) => ['--map', entry])
    expect(
      await run('data', 'import', put('failed.jsonl', ...rows), ...map, '--out', path('failed')),
    ).toBe(0)
    expect(printed.stderr).toContain('4 problems and 4 completions')
    expect(printed.stderr).toContain('2 completions are null or missing: they count as unanswered')
    const files = [
      '--problems',
      path('failed/problems.jsonl'),
      '--completions',
      path('failed/completions.jsonl'),
    ]
    expect(await run('verify', ...files, '--out', path('failed/verdicts.jsonl'))).toBe(0)
    printed.stdout = ''
    expect(
      await run(
        'evaluate',
        '--problems',
        path('failed/problems.jsonl'),
        '--predictions',
        path('failed/verdicts.jsonl'),
        '--json',
      ),
    ).toBe(0)
    expect(JSON.parse(printed.stdout).metrics[0]).toMatchObject({
      value: 0.5,
      n: 4,
      unparseable: 2,
      missing: 0,
    })
    printed.stdout = ''
    expect(
      await run(
        'curate',
        'rft',
        ...files,
        '--no-gold',
        '--out',
        path('failed/rows.jsonl'),
        '--json',
      ),
    ).toBe(0)
    expect(JSON.parse(printed.stdout)).toMatchObject({ input: 4 })
  })

  it('reads null texts in verify, and null answers in evaluate', async () => {
    const file = put(
      'null.jsonl',
      { problemId: 'a', text: '#### 2' },
      { problemId: 'a', text: null },
      { problemId: 'b', text: null },
    )
    expect(
      await run(
        'verify',
        '--problems',
        problems,
        '--completions',
        file,
        '--out',
        path('null-verdicts.jsonl'),
      ),
    ).toBe(0)
    const told = rowsOf(path('null-verdicts.jsonl')).map(
      ({ verdict, index }) => `${String(verdict)} ${String(index)}`,
    )
    expect(told).toEqual(['correct 0', 'unparseable 1', 'unparseable 0'])
    const predictions = put(
      'predictions.jsonl',
      { problemId: 'a', answer: 2 },
      { problemId: 'b', answer: null },
    )
    expect(
      await run('evaluate', '--problems', problems, '--predictions', predictions, '--json'),
    ).toBe(0)
    expect(JSON.parse(printed.stdout).metrics[0]).toMatchObject({ value: 0.5, n: 2, missing: 0 })
  })

  it('says of a wrong file what it is in one sentence, and shows the first bad rows only', async () => {
    writeFileSync(path('sheet.jsonl'), `PK\x03\x04${'\n'.repeat(2000)}`)
    expect(await run('verify', '--problems', problems, '--completions', path('sheet.jsonl'))).toBe(
      2,
    )
    expect(await run('verify', '--problems', problems, '--completions', folder)).toBe(2)
    expect(printed.stderr).toBe('')
    const many = put(
      'many.jsonl',
      ...Array.from({ length: 500 }, () => ({ problemId: 'a', text: 7 })),
      completion('a', 0, '#### 2'),
    )
    expect(
      await run(
        'verify',
        '--problems',
        problems,
        '--completions',
        many,
        '--out',
        path('many-verdicts.jsonl'),
      ),
    ).toBe(2)
    expect(printed.stderr.match(/"text" must be text, found the number 7/g)).toHaveLength(20)
    expect(printed.stderr).toContain('further bad lines are not shown')
  })

  it('keeps columns of further solutions', async () => {
    const file = put(
      'ways.csv',
      'task,key,short_way,long_way',
      '1+1?,2,#### 2,It is 2.',
      '2+2?,4,4,',
    )
    const entries = [
      'question=task',
      'answer=key',
      'solution.short=short_way',
      'solution.long=long_way',
    ]
    const map = entries.flatMap((entry) => ['--map', entry])
    expect(await run('data', 'import', file, ...map, '--out', path('ways'))).toBe(0)
    expect(rowsOf(path('ways/problems.jsonl'))).toEqual([
      {
        id: 'ways-0',
        question: '1+1?',
        answer: '2',
        solutionsByStyle: { short: '#### 2', long: 'It is 2.' },
      },
      { id: 'ways-1', question: '2+2?', answer: '4', solutionsByStyle: { short: '4' } },
    ])
  })

  it('imports completions alone, whose problems are elsewhere', async () => {
    const file = put('answers.csv', 'task,output', 'a,#### 2', 'b,')
    expect(
      await run(
        'data',
        'import',
        file,
        '--map',
        'id=task',
        '--map',
        'completion=output',
        '--out',
        path('alone'),
      ),
    ).toBe(0)
    expect(existsSync(path('alone/problems.jsonl'))).toBe(false)
    expect(rowsOf(path('alone/completions.jsonl'))).toEqual([
      completion('a', 0, '#### 2'),
      completion('b', 0, ''),
    ])
    expect(
      await run('data', 'import', file, '--map', 'completion=output', '--out', path('alone')),
    ).toBe(2)
  })

  it('refuses a later row of another shape, which would lose what the first ones do not have', async () => {
    const first = Array.from({ length: 10 }, (_, place) => ({
      question: `${place}?`,
      answer: `So #### ${place}`,
    }))
    const late = { question: 'Which?', choices: ['2', '1'], answer: 1 }
    expect(
      await run('data', 'import', put('late.jsonl', ...first, late), '--out', path('late')),
    ).toBe(2)
    expect(printed.stderr).toContain(
      'late.jsonl:11: the row looks like mmlu, but the first rows look like gsm8k',
    )
    expect(rowsOf(path('late/problems.jsonl'))).toHaveLength(10)
  })

  it('takes no completions of an earlier import for those of new problems', async () => {
    const map = ['--map', 'question=q', '--map', 'answer=a']
    const answered = put('answered.jsonl', { q: '1+1?', a: 2, c: '2' })
    expect(
      await run(
        'data',
        'import',
        answered,
        ...map,
        '--map',
        'completion=c',
        '--out',
        path('again'),
      ),
    ).toBe(0)
    await expect(
      run('data', 'import', put('bare.jsonl', { q: '5-3?', a: 2 }), ...map, '--out', path('again')),
    ).resolves.toBe(2)
    expect(rowsOf(path('again/problems.jsonl'))).toMatchObject([{ question: '1+1?' }])
  })

  it('joins no list of completions', async () => {
    const file = put('lists.jsonl', { q: '1+1?', a: 2, gens: ['1', '2'] })
    const map = ['--map', 'question=q', '--map', 'answer=a']
    expect(
      await run('data', 'import', file, ...map, '--map', 'completion=gens', '--out', path('lists')),
    ).toBe(2)
    expect(existsSync(path('lists/problems.jsonl'))).toBe(false)
    expect(
      await run(
        'data',
        'import',
        file,
        ...map,
        '--map',
        'completion=gens[]',
        '--out',
        path('lists'),
      ),
    ).toBe(0)
    expect(rowsOf(path('lists/completions.jsonl'))).toMatchObject([{ text: '1' }, { text: '2' }])
  })
})
