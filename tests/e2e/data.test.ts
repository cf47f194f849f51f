/**
 * docs/data.md: its commands take a file of every shape from the file to the accuracy, or to a
 * model that has learned from it.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { shapeOf, shapes } from '../../src/data/index.ts'
import { publicFiles, type PublicFile } from '../support/public-records.ts'
import { isDrawn, sliceOf } from '../support/slice-of.ts'

const root = join(import.meta.dirname, '../..')
const main = join(root, 'dist/cli/main.js')
const guide = readFileSync(join(root, 'docs/data.md'), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'reckoner-data-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The commands of the guide behind a comment that says what they are for. */
function commandsFor(what: string): string[][] {
  const section = guide.split(`<!-- ${what} -->`)[1]
  const block = /```sh\n([^]*?)```/.exec(section ?? '')?.[1] ?? ''
  return block
    .replaceAll(/ *\\\n */g, ' ') // a command may go on on the next line
    .split('\n')
    .filter((line) => line.startsWith('npx reckoner '))
    .map((line) =>
      line
        .replace(/ +#.*$/, '')
        .split(' ')
        .slice(2),
    )
}

const isTable = (file: string): boolean => ['.csv', '.tsv'].includes(extname(file))
const asLines = (rows: readonly unknown[]): string =>
  rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join('')

function write({ file, rows, others, holds }: PublicFile, home: string): void {
  mkdirSync(home)
  writeFileSync(
    join(home, file),
    extname(file) === '.json' ? JSON.stringify(rows, null, 2) : asLines(rows),
  )
  const stem = basename(file, extname(file))
  const named = others?.map((other, place) =>
    typeof other === 'string' ? { problemId: `${stem}-${place}`, text: other } : other,
  )
  if (named)
    writeFileSync(
      join(home, holds === 'problems' ? 'sampled.jsonl' : 'problems.jsonl'),
      asLines(named),
    )
}

/** Runs a command of the guide, with a file's name in place of the guide's. */
async function run(
  command: readonly string[],
  file: string,
  home: string,
): Promise<{ stdout: string; stderr: string }> {
  const values = command.map((value) => (value === 'FILE' ? file : value))
  return promisify(execFile)(process.execPath, [main, ...values], { cwd: home })
}

describe('docs/data.md', () => {
  it('lists every shape, with a row that is recognised as it', () => {
    const listed = Array.from(
      guide.matchAll(/^\| `([\w-]+)` \|[^|]*\| `(\{.*\})` \|$/gm),
      ([, name, row]) => [name, JSON.parse(row!)],
    )
    expect(new Set(listed.map(([name]) => name))).toEqual(new Set(shapes.map(({ name }) => name)))
    for (const [name, row] of listed) expect([name, shapeOf(row)?.name]).toEqual([name, name])
  })

  it('is tried on every shape that can be graded or learned from', () => {
    const tried = publicFiles.map(({ shape }) => shape)
    const untried = shapes
      .filter(({ name, map }) => map.length > 0 && !tried.includes(name))
      .map(({ name }) => name)
    expect(untried).toEqual(['openai-batch-requests'])
    for (const { shape, file, rows } of publicFiles.filter((each) => !isTable(each.file)))
      for (const row of rows) expect([file, shapeOf(row)?.name]).toEqual([file, shape])
  })

  const graded = publicFiles.filter(({ holds }) => holds !== 'training')
  it.each(sliceOf(graded, 9))('takes $file ($shape) to $accuracy %', async (each) => {
    const home = join(folder, each.shape)
    write(each, home)
    let output = ''
    for (const command of commandsFor(each.holds)) {
      const { stdout, stderr } = await run(command, each.file, home)
      output = stdout
      if (command.join(' ').startsWith('data import'))
        expect(stderr).toContain(`${each.file} looks like ${each.shape} (`)
    }
    expect(output).toMatch(
      new RegExp(String.raw`^verdicts(?: \S+)? +accuracy +${each.accuracy!.toFixed(1)} %`, 'm'),
    )
  })

  it.runIf(isDrawn('training rows', 5))('trains on every shape of training rows', async () => {
    const home = join(folder, 'training')
    mkdirSync(home)
    const files = publicFiles.filter(({ holds }) => holds === 'training')
    for (const { file, rows } of files)
      writeFileSync(
        join(home, file),
        extname(file) === '.json' ? JSON.stringify(rows) : asLines(rows),
      )
    const [command] = commandsFor('training')
    const values = command!.flatMap((value) =>
      value === 'FILE' ? files.map(({ file }) => file) : [value],
    )
    const { stdout, stderr } = await run(
      [...values, '--epochs', '1', '--set', 'maxLength=128'],
      '',
      home,
    )
    expect(stdout).toContain('model: my-model')
    for (const { shape } of files) expect(stdout + stderr).toContain(`looks like ${shape} (`)
  })
})

describe('a model on problems with options', () => {
  const question = (text: string): object => ({
    question: text,
    choices: { text: ['a net', 'a bear', 'a pier'], label: ['A', 'B', 'C'] },
    answerKey: 'B',
  })
  const prompt = 'Question: Which lives?\nA) a net\nB) a bear\nAnswer:\n'

  it.each(['arc', 'arc by vote'])('is evaluated as the guide says: %s', async (what) => {
    const home = join(folder, `model on ${what}`)
    mkdirSync(home)
    writeFileSync(
      join(home, 'arc.parquet'),
      asLines([question('Which sleeps?'), question('Or eats?')]),
    )
    writeFileSync(
      join(home, 'solved.jsonl'),
      asLines(Array.from({ length: 4 }, () => ({ prompt, completion: 'The answer is: B' }))),
    )
    let output = ''
    for (const command of commandsFor(what)) {
      const values = command.map((value) => (value === 'my-model' ? 'base-250k' : value))
      const isShort = command.includes('--model')
      const { stdout } = await run(
        [...values, ...(isShort ? ['--max-new-tokens', '8'] : [])],
        '',
        home,
      )
      output = stdout
    }
    expect(output).toMatch(/accuracy +(?:0|50|100)\.0 %/)
  })
})

describe('a problem longer than the model reads', () => {
  const long = { id: 'long', question: 'One and '.repeat(2000), answer: 2 }
  const sample = async (
    name: string,
    rows: object[],
    count: string,
  ): Promise<{ stderr: string; completions: Record<string, unknown>[] }> => {
    const home = join(folder, name)
    mkdirSync(home)
    writeFileSync(join(home, 'problems.json'), JSON.stringify(rows))
    const options = [
      '--num-generations',
      count,
      '--max-new-tokens',
      '4',
      '--temperature',
      count === '1' ? '0' : '1',
      '--out',
      'sampled.jsonl',
    ]
    const { stderr } = await run(
      ['sample', '--model', 'base-250k', '--problems', 'problems.json', ...options],
      '',
      home,
    )
    const text = readFileSync(join(home, 'sampled.jsonl'), 'utf8').trim()
    return {
      stderr,
      completions: text.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>),
    }
  }

  it('is told and counts as unanswered; the others are sampled', async () => {
    const { stderr, completions } = await sample(
      'mixed',
      [long, { id: 'short', question: 'One and one?', answer: 2 }],
      '2',
    )
    expect(stderr).toContain(
      '1 problem is too long for base-250k, which takes 1024 tokens (long has 6012): their completions are empty, and count as wrong',
    )
    expect(completions.map(({ problemId, index }) => [problemId, index])).toEqual([
      ['long', 0],
      ['long', 1],
      ['short', 0],
      ['short', 1],
    ])
    expect(completions.slice(0, 2)).toMatchObject([
      { text: '', tokens: 0, finish: 'length' },
      { text: '' },
    ])
    expect(completions.slice(2).every(({ tokens }) => Number(tokens) > 0)).toBe(true)
  })

  it('may be all there is', async () => {
    expect((await sample('alone', [long], '1')).completions).toMatchObject([
      { problemId: 'long', index: 0, text: '' },
    ])
  })
})
