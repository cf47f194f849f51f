import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../core/index.ts'
import type { CurationReport } from '../curate/index.ts'
import { curateCommand } from './commands/curate.ts'
import { dataCommand } from './commands/data.ts'
import { equalCommand } from './commands/equal.ts'
import { evaluateCommand } from './commands/evaluate.ts'
import { selectCommand } from './commands/select.ts'
import { verifyCommand } from './commands/verify.ts'

const folder = mkdtempSync(join(tmpdir(), 'offline-'))
afterAll(() => rmSync(folder, { recursive: true }))

const path = (name: string): string => join(folder, name)
const put = (name: string, ...rows: unknown[]): string => {
  writeFileSync(path(name), rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join(''))
  return path(name)
}
const rowsOf = (file: string): Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

let stdout = ''
let stderr = ''
beforeEach(() => {
  stdout = stderr = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((stdout += String(text))))
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((stderr += String(text))))
})
afterEach(() => vi.restoreAllMocks())

/** Runs a command line and returns its exit status, as the program does. */
async function run(...args: string[]): Promise<number> {
  const program = new Command().exitOverride()
  const commands = [verifyCommand(), equalCommand(), curateCommand(), selectCommand(), evaluateCommand(), dataCommand()]
  for (const command of commands) program.addCommand(command.exitOverride())
  try {
    await program.parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof AppError) return error.exitCode
    if (error instanceof Error && 'exitCode' in error) return error.exitCode === 0 ? 0 : 2
    throw error
  }
}

const problems = put(
  'problems.jsonl',
  { id: 'a', question: 'One and one?', answer: '2', solution: '<<1+1=2>>\n#### 2' },
  { id: 'b', question: 'Two and two?', answer: '4', solution: '<<2+2=4>>\n#### 4' },
)
const completion = (problemId: string, index: number, text: string) => ({ problemId, index, text })
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
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { problemId: 'a', index: 0, verdict: 'correct', answer: '2', reason: 'after ####: the same integer' },
      { problemId: 'a', index: 1, verdict: 'correct', answer: '2', reason: 'after ####: the same value' },
      { problemId: 'b', index: 0, verdict: 'incorrect', answer: '5', reason: 'after ####: different integers' },
      {
        problemId: 'b',
        index: 1,
        verdict: 'unparseable',
        answer: null,
        reason: 'there is no answer, formula or number in the text',
      },
    ])
    expect(stderr).toBe('4 completions: 2 correct, 1 incorrect, 1 unparseable\n')
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
    expect(await run('verify', '--problems', problems, '--completions', bad, '--out', path('verdicts.jsonl'), '--json')).toBe(2)
    expect(rowsOf(path('verdicts.jsonl')).map(({ verdict }) => verdict)).toEqual(['correct', 'correct'])
    expect(stderr).toContain(`${bad}:2: not valid JSON`)
    expect(stderr).toContain(`${bad}:3: there is no problem "zzz"`)
    expect(stderr).toContain(`${bad}:4: "text" is missing: it must be text`)
    expect(JSON.parse(stdout)).toEqual({ completions: 2, correct: 2, incorrect: 0, unparseable: 0 })
  })

  it('leaves out a problem whose gold answer cannot be read, and names it', async () => {
    const golds = put('golds.jsonl', { id: 'a', question: 'q', answer: '\\frac{1}{0}' }, { id: 'b', question: 'q', answer: '5' })
    expect(await run('verify', '--problems', golds, '--completions', sampled, '--out', path('v.jsonl'))).toBe(2)
    expect(stderr).toContain(`${golds}:1: problem "a": the gold answer cannot be read: ${JSON.stringify('\\frac{1}{0}')}`)
    expect(rowsOf(path('v.jsonl'))).toHaveLength(2)
  })

  it('refuses wrong usage', async () => {
    expect(await run('verify', '--problems', path('missing.jsonl'), '--completions', sampled)).toBe(2)
    expect(await run('verify', '--problems', '-', '--completions', '-')).toBe(2)
    expect(await run('verify', '--completions', sampled)).toBe(2)
  })
})

describe('equal', () => {
  it('compares two answers, and says why', async () => {
    expect(await run('equal', '\\frac12', '0.5')).toBe(0)
    expect(stdout).toBe('equal: the same value\n')
    stdout = ''
    expect(await run('equal', '50', '50\\%', '--policy', 'reward', '--json')).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      gold: '50',
      prediction: '50\\%',
      equivalent: false,
      layer: 'value',
      reason: 'different values',
    })
    stdout = ''
    expect(await run('equal', '50', '50\\%', '--policy', 'reward', '--convention', 'percent=either')).toBe(0)
    expect(stdout).toMatch(/^equal/)
    expect(await run('equal', '50', '50', '--convention', 'percent=maybe')).toBe(2)
  })

  it('compares the pairs of a file, keeps their fields, and goes on past bad lines', async () => {
    const rows = [{ gold: 2, prediction: 'so \\boxed{2}', id: 7 }, { gold: '1' }, { gold: '1', prediction: '9^{9^{9^9}}' }]
    const pairs = put('pairs.jsonl', ...rows, 'not JSON', '{"gold": 12345678901234567890, "prediction": "1"}')
    expect(await run('equal', '--in', pairs, '--out', path('compared.jsonl'), '--json')).toBe(2)
    expect(rowsOf(path('compared.jsonl'))).toEqual([
      { ...rows[0], equivalent: true, reason: 'the same text' },
      { ...rows[2], equivalent: null, reason: expect.any(String) },
    ])
    expect(JSON.parse(stdout)).toEqual({ equal: 1, different: 0, unknown: 1 })
    expect(stderr).toContain('pairs.jsonl:2: "prediction" is missing')
    expect(stderr).toContain('write it as text')
  })

  it('compares answers that are null, true and lists', async () => {
    const pairs = put(
      'kinds.jsonl',
      { gold: true, prediction: 'true' },
      { gold: [1, -1], prediction: '-1, 1' },
      { gold: 5, prediction: null },
    )
    expect(await run('equal', '--in', pairs, '--out', path('kinds-compared.jsonl'))).toBe(0)
    expect(rowsOf(path('kinds-compared.jsonl')).map(({ equivalent }) => equivalent)).toEqual([true, true, false])
  })

  it('refuses wrong usage, and to replace its input', async () => {
    const pairs = put('own.jsonl', { gold: '1', prediction: '1' })
    expect(await run('equal', '1')).toBe(2)
    expect(await run('equal', '1', '1', '--in', pairs)).toBe(2)
    expect(await run('equal', '--in', pairs, '--out', pairs)).toBe(2)
    expect(await run('verify', '--problems', problems, '--completions', sampled, '--out', problems)).toBe(2)
    expect(rowsOf(pairs)).toEqual([{ gold: '1', prediction: '1' }])
  })
})

describe('curate', () => {
  it('writes rows and the conservation report', async () => {
    expect(
      await run('curate', 'rft', '--problems', problems, '--completions', sampled, '--out', path('rows.jsonl'), '--json'),
    ).toBe(0)
    expect(rowsOf(path('rows.jsonl')).map(({ problemId, source }) => [problemId, source])).toEqual([
      ['a', 'gold'],
      ['a', undefined],
      ['a', undefined],
      ['b', 'gold'],
    ])
    expect(JSON.parse(stdout)).toMatchObject({
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
    expect(rowsOf(path('union.jsonl')).map(({ source }) => source)).toEqual(['sampled', 'sampled', 'other'])
    expect(stderr).toMatch(/dropped +1 {2}incorrect/)
  })

  it('tells files of one name apart by their folders', async () => {
    const files = ['small', 'large'].map((model) => {
      mkdirSync(path(model))
      return put(`${model}/completions.jsonl`, completion('a', 0, '<<1+1=2>>\n#### 2'))
    })
    const out = path('folders.jsonl')
    expect(await run('curate', 'rft', '--problems', problems, '--completions', ...files, '--no-gold', '--out', out)).toBe(0)
    expect(rowsOf(out).map(({ foundBy }) => foundBy)).toEqual([files])
  })

  it('reports and counts what is wrong, and goes on with the rest', async () => {
    const digits = '9'.repeat(1_000)
    const good = [completion('b', 0, '<<2+2=4>>\n#### 4'), completion('b', 1, `<<${digits}-${digits}=0>> <<0+4=4>>\n#### 4`)]
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
    const args = ['curate', 'rft', '--problems', problems, '--completions', file, '--no-gold', '--out', path('rest.jsonl')]
    expect(await run(...args, '--json')).toBe(2)
    expect(stderr).toContain('poor.jsonl:9: not valid UTF-8')
    expect(stderr).toMatch(/poor\.jsonl:10: .*\n.*may have been cut short/)
    expect(rowsOf(path('rest.jsonl')).map(({ completion: text }) => String(text).slice(0, 9))).toEqual(['<<2+2=4>>'])
    const { input, kept, dropped, models } = JSON.parse(stdout) as CurationReport
    expect(dropped).toEqual({ unknownProblem: 1, duplicateIndex: 1, falseEquation: 3, incorrect: 2 })
    expect([input, kept]).toEqual([8, 1])
    expect(models[0]).toMatchObject({ problems: 1, completionsPerProblem: { fewest: 7, most: 7 } })
  })

  it('tells which models of a union lack completions, and who found what', async () => {
    const whole = put('whole.jsonl', completion('a', 0, '<<1+1=2>>\n#### 2'), completion('b', 0, '<<8/2=4>>\n#### 4'))
    const half = put('half.jsonl', completion('a', 0, '<<1+1=2>> so\n#### 2'))
    const out = path('both.jsonl')
    expect(await run('curate', 'rft', '--problems', problems, '--completions', whole, half, '--no-gold', '--out', out)).toBe(0)
    expect(rowsOf(out).map(({ source, foundBy }) => [source, foundBy])).toEqual([
      ['whole', ['whole', 'half']],
      ['whole', ['whole']],
    ])
    expect(stderr).toMatch(/whole +2 +0 +2 +2 +1\nhalf +1 +1 +0 +1 +0/)
    expect(stderr).toContain('note: half: 1 of 2 problems, 1 of each')
    expect(stderr).not.toContain('note: whole')
  })

  it('runs programs, and tells their paths apart by their trees', async () => {
    const code = ['x = 1 + 1\nans = x', 'total = 1 + 1  # two\nans = total', 'ans = 3 - 1', 'ans = 3', 'ans = 1 / 0']
    const programs = put('programs.jsonl', ...code.map((text, index) => completion('a', index, text)))
    const out = path('programs-rows.jsonl')
    const args = ['curate', 'rft', '--programs', '--problems', problems, '--completions', programs, '--no-gold', '--out', out]
    expect(await run(...args, '--json')).toBe(0)
    expect(rowsOf(out).map(({ completion: text }) => text)).toEqual([code[0], code[2]])
    expect(JSON.parse(stdout)).toMatchObject({ input: 5, kept: 2, dropped: { duplicatePath: 1, incorrect: 1, unparseable: 1 } })
  })

  it('refuses an unknown method', async () => {
    expect(await run('curate', 'magic', '--problems', problems)).toBe(2)
  })
})

describe('select', () => {
  it('predicts each problem, those without completions too', async () => {
    const few = put('few.jsonl', completion('a', 0, '#### 3'), completion('a', 1, '#### 2'), completion('a', 2, '#### $2.00'))
    const out = path('votes.jsonl')
    expect(await run('select', '--strategy', 'majorityVote', '--completions', few, '--problems', problems, '--out', out)).toBe(0)
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
    expect(stdout).toMatchInlineSnapshot(`
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
    expect(await run('evaluate', '--problems', problems, '--predictions', verdicts, '--k', '2', '--json')).toBe(0)
    const { metrics, comparisons } = JSON.parse(stdout)
    expect(metrics.map(({ name, value }: { name: string; value: number }) => [name, value])).toEqual([
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
    expect(stderr).toContain(`${bad}:2: problem "a" has this prediction already`)
    expect(stderr).toContain(`${bad}:3: there is no problem "q"`)
    expect(stderr).toContain(`${bad}:4: "problemId" is missing: it must be text or a number`)
    expect(stderr).toContain(`${empty}: there is nothing to evaluate in it`)
    expect(stdout).toMatch(/three +accuracy +50\.0 %/)
    expect(await run('evaluate', '--problems', problems, '--predictions', bad, '--k', 'x')).toBe(2)
  })
})

describe('data import', () => {
  const record = { q: 'How many?', gold: 4, samples: [{ m: 'x', out: '#### 4' }] }

  it('writes problems and completions', async () => {
    const file = put('raw.jsonl', record)
    const map = ['question=q', 'answer=gold', 'completion=samples[].out', 'model=samples[].m'].flatMap((entry) => [
      '--map',
      entry,
    ])
    expect(await run('data', 'import', file, ...map, '--out', path('imported'))).toBe(0)
    expect(rowsOf(path('imported/problems.jsonl'))).toEqual([{ id: 'raw-0', question: 'How many?', answer: '4' }])
    expect(rowsOf(path('imported/completions.jsonl'))).toEqual([{ problemId: 'raw-0', index: 0, text: '#### 4', modelId: 'x' }])
  })

  it('imports what it can, and writes nothing when that is nothing', async () => {
    const file = put('raw2.jsonl', record, { gold: 1 }, 'x')
    expect(await run('data', 'import', file, '--map', 'question=q', '--out', path('some'))).toBe(2)
    expect(stderr).toContain(`${file}:2: question: the record has no "q"`)
    expect(stderr).toContain(`${file}:3: not valid JSON`)
    expect(rowsOf(path('some/problems.jsonl'))).toHaveLength(1)
    expect(existsSync(path('some/completions.jsonl'))).toBe(false)
    expect(await run('data', 'import', file, '--map', 'question=nothing', '--out', path('none'))).toBe(2)
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
    expect(await run('data', 'import', put('failed.jsonl', ...rows), ...map, '--out', path('failed'))).toBe(0)
    expect(stderr).toContain('4 problems and 4 completions')
    expect(stderr).toContain('unanswered, and counted: completions that are null or missing, 2')
    const files = ['--problems', path('failed/problems.jsonl'), '--completions', path('failed/completions.jsonl')]
    expect(await run('verify', ...files, '--out', path('failed/verdicts.jsonl'))).toBe(0)
    stdout = ''
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
    expect(JSON.parse(stdout).metrics[0]).toMatchObject({ value: 0.5, n: 4, unparseable: 2, missing: 0 })
    stdout = ''
    expect(await run('curate', 'rft', ...files, '--no-gold', '--out', path('failed/rows.jsonl'), '--json')).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ input: 4 })
  })

  it('reads null texts in verify, and null answers in evaluate', async () => {
    const file = put(
      'null.jsonl',
      { problemId: 'a', text: '#### 2' },
      { problemId: 'a', text: null },
      { problemId: 'b', text: null },
    )
    expect(await run('verify', '--problems', problems, '--completions', file, '--out', path('null-verdicts.jsonl'))).toBe(0)
    const told = rowsOf(path('null-verdicts.jsonl')).map(({ verdict, index }) => `${String(verdict)} ${String(index)}`)
    expect(told).toEqual(['correct 0', 'unparseable 1', 'unparseable 0'])
    const predictions = put('predictions.jsonl', { problemId: 'a', answer: 2 }, { problemId: 'b', answer: null })
    expect(await run('evaluate', '--problems', problems, '--predictions', predictions, '--json')).toBe(0)
    expect(JSON.parse(stdout).metrics[0]).toMatchObject({ value: 0.5, n: 2, missing: 0 })
  })

  it('says of a wrong file what it is in one sentence, and shows the first bad rows only', async () => {
    writeFileSync(path('sheet.jsonl'), `PK\x03\x04${'\n'.repeat(2000)}`)
    expect(await run('verify', '--problems', problems, '--completions', path('sheet.jsonl'))).toBe(2)
    expect(await run('verify', '--problems', problems, '--completions', folder)).toBe(2)
    expect(stderr).toBe('')
    const many = put(
      'many.jsonl',
      ...Array.from({ length: 500 }, () => ({ problemId: 'a', text: 7 })),
      completion('a', 0, '#### 2'),
    )
    expect(await run('verify', '--problems', problems, '--completions', many, '--out', path('many-verdicts.jsonl'))).toBe(2)
    expect(stderr.match(/"text" must be text, found the number 7/g)).toHaveLength(20)
    expect(stderr).toContain('further bad lines are not shown')
  })

  it('imports completions alone, whose problems are elsewhere', async () => {
    const file = put('answers.csv', 'task,output', 'a,#### 2', 'b,')
    expect(await run('data', 'import', file, '--map', 'id=task', '--map', 'completion=output', '--out', path('alone'))).toBe(0)
    expect(existsSync(path('alone/problems.jsonl'))).toBe(false)
    expect(rowsOf(path('alone/completions.jsonl'))).toEqual([completion('a', 0, '#### 2'), completion('b', 0, '')])
    expect(await run('data', 'import', file, '--map', 'completion=output', '--out', path('alone'))).toBe(2)
  })
})
