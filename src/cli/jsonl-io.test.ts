import { appendFileSync, mkdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  completion,
  path,
  printed,
  put,
  rowsOf,
  run,
  useOfflineCommands,
} from '../../tests/support/offline-commands.ts'
import type { CurationReport } from '../curate/index.ts'

useOfflineCommands()

const problems = put(
  'problems.jsonl',
  { id: 'a', question: 'One and one?', answer: '2', solution: '<<1+1=2>>\n#### 2' },
  { id: 'b', question: 'Two and two?', answer: '4', solution: '<<2+2=4>>\n#### 4' },
)
const sampled = put(
  'sampled.jsonl',
  completion('a', 0, '<<1+1=2>> it is.\n#### 2'),
  completion('a', 1, '<<3-1=2>>\n#### 2.0'),
  completion('b', 0, '#### 5'),
  completion('b', 1, 'no idea'),
)

describe('verify', () => {
  it('writes a verdict for each completion and a summary', async () => {
    expect(await run('verify', '--problems', problems, '--completions', sampled)).toBe(0)
    expect(
      printed.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {
        problemId: 'a',
        index: 0,
        verdict: 'correct',
        answer: '2',
        reason: 'after ####: the same integer',
      },
      {
        problemId: 'a',
        index: 1,
        verdict: 'correct',
        answer: '2',
        reason: 'after ####: the same value',
      },
      {
        problemId: 'b',
        index: 0,
        verdict: 'incorrect',
        answer: '5',
        reason: 'after ####: different integers',
      },
      {
        problemId: 'b',
        index: 1,
        verdict: 'unparseable',
        answer: null,
        reason: 'there is no answer, formula or number in the text',
      },
    ])
    expect(printed.stderr).toBe('4 completions: 2 correct, 1 incorrect, 1 unparseable\n')
  })

  it('reports bad lines with file and line, does everything else, and exits with 2', async () => {
    const bad = put(
      'bad.jsonl',
      completion('a', 0, '#### 2'),
      '{"problemId":',
      completion('zzz', 0, ''),
      { problemId: 'a' },
      completion('b', 0, '#### 4'),
    )
    expect(
      await run(
        'verify',
        '--problems',
        problems,
        '--completions',
        bad,
        '--out',
        path('verdicts.jsonl'),
        '--json',
      ),
    ).toBe(2)
    expect(rowsOf(path('verdicts.jsonl')).map(({ verdict }) => verdict)).toEqual([
      'correct',
      'correct',
    ])
    expect(printed.stderr).toContain(`${bad}:2: not valid JSON`)
    expect(printed.stderr).toContain(`${bad}:3: there is no problem "zzz"`)
    expect(printed.stderr).toContain(`${bad}:4: "text" is missing: it must be text`)
    expect(JSON.parse(printed.stdout)).toEqual({
      completions: 2,
      correct: 2,
      incorrect: 0,
      unparseable: 0,
    })
  })

  it('leaves out a problem whose gold answer cannot be read, and names it', async () => {
    const golds = put(
      'golds.jsonl',
      { id: 'a', question: 'q', answer: '\\frac{1}{0}' },
      { id: 'b', question: 'q', answer: '5' },
    )
    expect(
      await run('verify', '--problems', golds, '--completions', sampled, '--out', path('v.jsonl')),
    ).toBe(2)
    expect(printed.stderr).toContain(
      `${golds}:1: problem "a": the gold answer cannot be read: ${JSON.stringify('\\frac{1}{0}')}`,
    )
    expect(rowsOf(path('v.jsonl'))).toHaveLength(2)
  })

  it('refuses wrong usage', async () => {
    expect(await run('verify', '--problems', path('missing.jsonl'), '--completions', sampled)).toBe(
      2,
    )
    expect(await run('verify', '--problems', '-', '--completions', '-')).toBe(2)
    expect(await run('verify', '--completions', sampled)).toBe(2)
  })
})

describe('equal', () => {
  it('compares two answers, and says why', async () => {
    expect(await run('equal', '\\frac12', '0.5')).toBe(0)
    expect(printed.stdout).toBe('equal: the same value\n')
    printed.stdout = ''
    expect(await run('equal', '50', '50\\%', '--policy', 'reward', '--json')).toBe(0)
    expect(JSON.parse(printed.stdout)).toEqual({
      gold: '50',
      prediction: '50\\%',
      equivalent: false,
      layer: 'value',
      reason: 'different values',
    })
    printed.stdout = ''
    expect(
      await run('equal', '50', '50\\%', '--policy', 'reward', '--convention', 'percent=either'),
    ).toBe(0)
    expect(printed.stdout).toMatch(/^equal/)
    expect(await run('equal', '50', '50', '--convention', 'percent=maybe')).toBe(2)
  })

  it('compares the pairs of a file, keeps their fields, and goes on past bad lines', async () => {
    const rows = [
      { gold: 2, prediction: 'so \\boxed{2}', id: 7 },
      { gold: '1' },
      { gold: '1', prediction: '9^{9^{9^9}}' },
    ]
    const pairs = put(
      'pairs.jsonl',
      ...rows,
      'not JSON',
      '{"gold": 12345678901234567890, "prediction": "1"}',
    )
    expect(await run('equal', '--in', pairs, '--out', path('compared.jsonl'), '--json')).toBe(2)
    expect(rowsOf(path('compared.jsonl'))).toEqual([
      { ...rows[0], equivalent: true, reason: 'the same text' },
      { ...rows[2], equivalent: null, reason: expect.any(String) },
    ])
    expect(JSON.parse(printed.stdout)).toEqual({ equal: 1, different: 0, unknown: 1 })
    expect(printed.stderr).toContain('pairs.jsonl:2: "prediction" is missing')
    expect(printed.stderr).toContain('write it as text')
  })

  it('compares answers that are null, true and lists', async () => {
    const pairs = put(
      'kinds.jsonl',
      { gold: true, prediction: 'true' },
      { gold: [1, -1], prediction: '-1, 1' },
      { gold: 5, prediction: null },
    )
    expect(await run('equal', '--in', pairs, '--out', path('kinds-compared.jsonl'))).toBe(0)
    expect(rowsOf(path('kinds-compared.jsonl')).map(({ equivalent }) => equivalent)).toEqual([
      true,
      true,
      false,
    ])
  })

  it('refuses wrong usage, and to replace its input', async () => {
    const pairs = put('own.jsonl', { gold: '1', prediction: '1' })
    expect(await run('equal', '1')).toBe(2)
    expect(await run('equal', '1', '1', '--in', pairs)).toBe(2)
    expect(await run('equal', '--in', pairs, '--out', pairs)).toBe(2)
    expect(
      await run('verify', '--problems', problems, '--completions', sampled, '--out', problems),
    ).toBe(2)
    expect(rowsOf(pairs)).toEqual([{ gold: '1', prediction: '1' }])
  })
})

describe('curate', () => {
  it('writes rows and the conservation report', async () => {
    expect(
      await run(
        'curate',
        'rft',
        '--problems',
        problems,
        '--completions',
        sampled,
        '--out',
        path('rows.jsonl'),
        '--json',
      ),
    ).toBe(0)
    expect(rowsOf(path('rows.jsonl')).map(({ problemId, source }) => [problemId, source])).toEqual([
      ['a', 'gold'],
      ['a', undefined],
      ['a', undefined],
      ['b', 'gold'],
    ])
    expect(JSON.parse(printed.stdout)).toMatchObject({
      input: 4,
      kept: 2,
      dropped: { incorrect: 1, unparseable: 1 },
      rows: 4,
      goldRows: 2,
    })
  })

  it('tells the completions of several files apart by their names', async () => {
    const other = put('other.jsonl', completion('b', 0, '<<8/2=4>>\n#### 4'))
    const args = [
      'curate',
      'rft',
      '--problems',
      problems,
      '--completions',
      sampled,
      other,
      '--no-gold',
      '--out',
      path('union.jsonl'),
    ]
    expect(await run(...args)).toBe(0)
    expect(rowsOf(path('union.jsonl')).map(({ source }) => source)).toEqual([
      'sampled',
      'sampled',
      'other',
    ])
    expect(printed.stderr).toMatch(/dropped +1 {2}incorrect/)
  })

  it('tells files of one name apart by their folders', async () => {
    const files = ['small', 'large'].map((model) => {
      mkdirSync(path(model))
      return put(`${model}/completions.jsonl`, completion('a', 0, '<<1+1=2>>\n#### 2'))
    })
    const out = path('folders.jsonl')
    expect(
      await run(
        'curate',
        'rft',
        '--problems',
        problems,
        '--completions',
        ...files,
        '--no-gold',
        '--out',
        out,
      ),
    ).toBe(0)
    expect(rowsOf(out).map(({ foundBy }) => foundBy)).toEqual([files])
  })

  it('reports and counts what is wrong, and goes on with the rest', async () => {
    const digits = '9'.repeat(1_000)
    const good = [
      completion('b', 0, '<<2+2=4>>\n#### 4'),
      completion('b', 1, `<<${digits}-${digits}=0>> <<0+4=4>>\n#### 4`),
    ]
    const bad = [
      completion('nobody', 0, '#### 4'),
      completion('b', 0, '<<8/2=4>>\n#### 4'),
      completion('b', 2, '<<4/0=4>>\n#### 4'),
      completion('b', 3, `<<${digits}+1=4>>\n#### 4`),
      completion('b', 4, `#### ${digits}`),
      completion('b', 5, `${'word '.repeat(2_000_000)}\n#### 5`),
    ]
    const file = put('poor.jsonl', ...good, ...bad)
    appendFileSync(file, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d, 0x0a]))
    appendFileSync(file, '{"problemId": "b", "index": 9, "text": "<<2+2=4>> and the file stops he')
    const args = [
      'curate',
      'rft',
      '--problems',
      problems,
      '--completions',
      file,
      '--no-gold',
      '--out',
      path('rest.jsonl'),
    ]
    expect(await run(...args, '--json')).toBe(2)
    expect(printed.stderr).toContain('poor.jsonl:9: not valid UTF-8')
    expect(printed.stderr).toMatch(/poor\.jsonl:10: .*\n.*may have been cut short/)
    expect(
      rowsOf(path('rest.jsonl')).map(({ completion: text }) => String(text).slice(0, 9)),
    ).toEqual(['<<2+2=4>>'])
    const { input, kept, dropped, models } = JSON.parse(printed.stdout) as CurationReport
    expect(dropped).toEqual({
      unknownProblem: 1,
      duplicateIndex: 1,
      falseEquation: 3,
      incorrect: 2,
    })
    expect([input, kept]).toEqual([8, 1])
    expect(models[0]).toMatchObject({ problems: 1, completionsPerProblem: { fewest: 7, most: 7 } })
  })

  it('tells which models of a union lack completions, and who found what', async () => {
    const whole = put(
      'whole.jsonl',
      completion('a', 0, '<<1+1=2>>\n#### 2'),
      completion('b', 0, '<<8/2=4>>\n#### 4'),
    )
    const half = put('half.jsonl', completion('a', 0, '<<1+1=2>> so\n#### 2'))
    const out = path('both.jsonl')
    expect(
      await run(
        'curate',
        'rft',
        '--problems',
        problems,
        '--completions',
        whole,
        half,
        '--no-gold',
        '--out',
        out,
      ),
    ).toBe(0)
    expect(rowsOf(out).map(({ source, foundBy }) => [source, foundBy])).toEqual([
      ['whole', ['whole', 'half']],
      ['whole', ['whole']],
    ])
    expect(printed.stderr).toMatch(/whole +2 +0 +2 +2 +1\nhalf +1 +1 +0 +1 +0/)
    expect(printed.stderr).toContain('note: half: completions of 1 of 2 problems, 1 of each')
    expect(printed.stderr).not.toContain('note: whole')
  })

  it('runs programs, and tells their paths apart by their trees', async () => {
    const code = [
      'x = 1 + 1\nans = x',
      'total = 1 + 1  # two\nans = total',
      'ans = 3 - 1',
      'ans = 3',
      'ans = 1 / 0',
    ]
    const programs = put(
      'programs.jsonl',
      ...code.map((text, index) => completion('a', index, text)),
    )
    const out = path('programs-rows.jsonl')
    const args = [
      'curate',
      'rft',
      '--programs',
      '--problems',
      problems,
      '--completions',
      programs,
      '--no-gold',
      '--out',
      out,
    ]
    expect(await run(...args, '--json')).toBe(0)
    expect(rowsOf(out).map(({ completion: text }) => text)).toEqual([code[0], code[2]])
    expect(JSON.parse(printed.stdout)).toMatchObject({
      input: 5,
      kept: 2,
      dropped: { duplicatePath: 1, incorrect: 1, unparseable: 1 },
    })
  })

  it('refuses an unknown method', async () => {
    expect(await run('curate', 'magic', '--problems', problems)).toBe(2)
  })
})

describe('select', () => {
  it('predicts each problem, those without completions too', async () => {
    const few = put(
      'few.jsonl',
      completion('a', 0, '#### 3'),
      completion('a', 1, '#### 2'),
      completion('a', 2, '#### $2.00'),
    )
    const out = path('votes.jsonl')
    expect(
      await run(
        'select',
        '--strategy',
        'majorityVote',
        '--completions',
        few,
        '--problems',
        problems,
        '--out',
        out,
      ),
    ).toBe(0)
    expect(rowsOf(out)).toEqual([
      { problemId: 'a', answer: '2', text: '#### 2', cost: { completions: 3, tokens: 0 } },
      { problemId: 'b', answer: null, cost: { completions: 0, tokens: 0 } },
    ])
    expect(await run('select', '--strategy', 'magic', '--completions', few)).toBe(2)
  })
})

describe('evaluate', () => {
  const one = put('one.jsonl', { problemId: 'a', answer: '2' }, { problemId: 'b', answer: '5' })
  const two = put('two.jsonl', { problemId: 'a', answer: '2' }, { problemId: 'b', answer: '4.0' })

  it('prints tables, with a comparison of two files', async () => {
    expect(await run('evaluate', '--problems', problems, '--predictions', one, two)).toBe(0)
    expect(printed.stdout).toMatchInlineSnapshot(`
      "predictions    metric    value   95 % interval  n  unparseable  missing
      one          accuracy   50.0 %    9.5 – 90.5 %  2            0        0
      two          accuracy  100.0 %  34.2 – 100.0 %  2            0        0

      comparison    difference         95 % interval      p  better : worse  n
      two − one   +50.0 points  −48.6 – +90.5 points  1.000           1 : 0  2
      Tango's score interval; p by McNemar's exact test
      "
    `)
  })

  it('gives JSON, and reads verdicts', async () => {
    const verdicts = path('v2.jsonl')
    await run('verify', '--problems', problems, '--completions', sampled, '--out', verdicts)
    expect(
      await run(
        'evaluate',
        '--problems',
        problems,
        '--predictions',
        verdicts,
        '--k',
        '2',
        '--json',
      ),
    ).toBe(0)
    const { metrics, comparisons } = JSON.parse(printed.stdout)
    expect(
      metrics.map(({ name, value }: { name: string; value: number }) => [name, value]),
    ).toEqual([
      ['accuracy', 0.5],
      ['pass@2', 0.5],
      ['maj@2', 0.5],
    ])
    expect(comparisons).toEqual([])
  })

  it('reports what it cannot use', async () => {
    const bad = put(
      'three.jsonl',
      { problemId: 'a', answer: '2' },
      { problemId: 'a', answer: '3' },
      { problemId: 'q', answer: '3' },
      { answer: '3' },
    )
    const empty = put('empty.jsonl')
    expect(await run('evaluate', '--problems', problems, '--predictions', bad, empty)).toBe(2)
    expect(printed.stderr).toContain(`${bad}:2: there is already a prediction for problem "a"`)
    expect(printed.stderr).toContain(`${bad}:3: there is no problem "q"`)
    expect(printed.stderr).toContain(
      `${bad}:4: "problemId" is missing: it must be text or a number`,
    )
    expect(printed.stderr).toContain(`${empty}: it contains no predictions or verdicts`)
    expect(printed.stdout).toMatch(/three +accuracy +50\.0 %/)
    expect(await run('evaluate', '--problems', problems, '--predictions', bad, '--k', 'x')).toBe(2)
  })
})
