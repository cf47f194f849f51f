/**
 * The package `reckoner-verify`, as a project outside this one has it: packed, unpacked, with
 * nothing but its dependencies beside it; in Node, and bundled in a browser where one is installed.
 */
import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as whole from '../../src/verify/index.ts'
import type * as checker from '../../src/verify/pure.ts'
import { documentedPairs, documentedTexts } from '../support/documented-answers.ts'
import { outcomesOf } from '../support/outcomes.ts'
import { printedLines, saidIn, snippetsOf } from '../support/snippets.ts'

const root = join(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'packages/verify/README.md'), 'utf8')
const snippets = snippetsOf(readme, 'ts')
const cases = { pairs: documentedPairs, texts: documentedTexts }
const expected = outcomesOf(whole, cases)

const project = mkdtempSync(join(tmpdir(), 'reckoner-verify-'))
const modules = join(project, 'node_modules')
const installed = join(modules, 'reckoner-verify')
const run = promisify(execFile)

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

beforeAll(async () => {
  const packing = ['pack', '-w', 'reckoner-verify', '--ignore-scripts', '--pack-destination']
  await run('npm', [...packing, project], {
    cwd: root,
    env: { ...process.env, npm_config_offline: 'true' },
  })
  const tarball = readdirSync(project).find((name) => name.endsWith('.tgz'))!
  mkdirSync(installed, { recursive: true })
  await run('tar', ['-xzf', join(project, tarball), '-C', installed, '--strip-components=1'])
  const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
  for (const name of Object.keys(dependencies)) {
    cpSync(join(root, 'node_modules', name), join(modules, name), { recursive: true })
    const own = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'))
    expect(own.dependencies ?? {}).toEqual({}) // else they would have to be copied too
  }
  writeFileSync(join(project, 'package.json'), '{"type":"module"}')
  snippets.forEach((code, index) => writeFileSync(join(project, `snippet-${index}.mjs`), code))
})
afterAll(() => rmSync(project, { recursive: true, force: true }))

describe('reckoner-verify, installed', () => {
  it('is its code, the declarations and two texts, below 1 MB with its dependencies', () => {
    const paths = filesIn(installed).map((path) => relative(installed, path))
    const others = paths.filter((path) => !/^dist\/(?:core|verify)\/[\w/-]+\.d\.ts$/.test(path))
    expect(others.toSorted()).toEqual(['LICENSE', 'README.md', 'dist/index.js', 'package.json'])
    // As a disk counts: whole blocks.
    const blocks = filesIn(modules).map((path) => Math.ceil(statSync(path).size / 4096))
    expect(blocks.reduce((sum, count) => sum + count, 0) * 4096).toBeLessThan(1_000_000)
  })

  it.each(snippets.map((code, index) => [/\{ (\w+)/.exec(code)![1]!, index]))(
    'runs the snippet with %s, which prints what it says',
    async (_, index) => {
      const { stdout } = await run(process.execPath, [`snippet-${index}.mjs`], { cwd: project })
      expect(printedLines(stdout)).toEqual(saidIn(snippets[index]!))
    },
  )

  it('has types that need nothing but ECMAScript', async () => {
    const user = `import { withGold, type GradableProblem } from 'reckoner-verify'
const read: GradableProblem = withGold({ id: 'p', question: 'q', answer: '18' })
// @ts-expect-error An id is a text.
withGold({ id: 1, question: read.question })`
    writeFileSync(join(project, 'user.ts'), user)
    const compilerOptions = {
      strict: true,
      noEmit: true,
      module: 'nodenext',
      target: 'es2023',
      lib: ['es2023'],
      types: [],
    }
    const settings = JSON.stringify({ compilerOptions, files: ['user.ts'] })
    writeFileSync(join(project, 'tsconfig.json'), settings)
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout } = await run(process.execPath, [compiler, '-p', project]).catch(
      (error) => error,
    )
    expect(stdout).toBe('')
  })

  it('is `reckoner/verify` without what runs programs, and says the same', async () => {
    const small = (await import(join(installed, 'dist/index.js'))) as typeof checker
    const missing = Object.keys(whole).filter((name) => !(name in small))
    expect(missing.toSorted()).toEqual([
      'gradeCompletions',
      'gradeOne',
      'runProgram',
      'verifyCode',
      'verifyProgram',
    ])
    expect(Object.keys(small).filter((name) => !(name in whole))).toEqual([])
    expect(outcomesOf(small, cases)).toEqual(expected)
  })
})

const browser = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) =>
    ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)),
  )
  .find((path) => existsSync(path))
const skipped = browser === undefined ? ' (skipped: no Chromium on the PATH)' : ''

describe(`reckoner-verify, bundled for a browser${skipped}`, () => {
  it.runIf(browser)('says and prints the same there', async () => {
    writeFileSync(join(project, 'cases.json'), JSON.stringify(cases))
    const page = `${snippets.map((_, index) => `import './snippet-${index}.mjs'\n`).join('')}
import * as checker from 'reckoner-verify'
import { outcomesOf } from '${join(root, 'tests/support/outcomes.ts')}'
import cases from './cases.json'
outcomes.textContent = encodeURIComponent(JSON.stringify(outcomesOf(checker, cases)))`
    writeFileSync(join(project, 'page.mjs'), page)
    const bundle = await rolldown({
      input: join(project, 'page.mjs'),
      platform: 'browser',
      onLog: (_, { message }) => {
        throw new Error(message)
      },
    })
    await bundle.write({ file: join(project, 'page.js'), format: 'iife' })
    const document = `<!doctype html><meta charset="utf-8">
<pre id="printed"></pre><pre id="outcomes"></pre>
<script>
console.log = (line) => { printed.textContent += line + '\\n' }
onerror = (message) => console.log(message)
</script>
<script src="page.js"></script>`
    writeFileSync(join(project, 'page.html'), document)
    const profile = `--user-data-dir=${join(project, 'profile')}`
    const { stdout } = await run(
      browser!,
      ['--headless', '--no-sandbox', profile, '--dump-dom', `file://${join(project, 'page.html')}`],
      { timeout: 120_000, maxBuffer: 2 ** 26 },
    )
    const shown = (id: string): string =>
      new RegExp(`<pre id="${id}">([^]*?)</pre>`).exec(stdout)![1]!
    expect(printedLines(shown('printed'))).toEqual(snippets.flatMap(saidIn))
    expect(JSON.parse(decodeURIComponent(shown('outcomes')))).toEqual(expected)
  })
})
