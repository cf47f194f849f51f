/** Comments and prose are at most 100 columns wide: wider ones are skipped, not read. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const widest = 100

const filesIn = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => ending.test(path) && !/^golden\b/.test(path))
    .map((path) => join(folder, path))

/** Returns the places of the wide lines of a file that are text for people. */
function tooWide(path: string, isText: (line: string) => boolean): string[] {
  const lines = readFileSync(join(root, path), 'utf8').split('\n')
  return lines.flatMap((line, index) => {
    // Asked for every line, since a line may open or close a block of code.
    const counts = isText(line)
    return counts && Array.from(line).length > widest ? [`${path}:${index + 1}`] : []
  })
}

it('comments are at most 100 columns wide', () => {
  const code = ['src', 'tests', 'tools', 'bench', 'examples', 'recipes'].flatMap((folder) =>
    filesIn(folder, /\.(?:[cm]?[jt]s|py|yaml)$/),
  )
  expect(code.length).toBeGreaterThan(500)
  // In hostile programs and linter directives, the text is what it must be.
  const isComment = (line: string): boolean =>
    /^\s*(?:\/\*|\*|\/\/|#)/.test(line) || /\s(?:\/\/|#) [A-Za-z][^'"`]*$/.test(line)
  const found = code
    .filter((path) => !path.includes('hostile'))
    .flatMap((path) => tooWide(path, (line) => isComment(line) && !line.includes('# noqa')))
  expect(found).toEqual([])
})

it('prose in documents is at most 100 columns wide', () => {
  const documents = [
    'README.md',
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'packages/verify/README.md',
    ...filesIn('docs', /\.md$/),
    ...filesIn('models', /\.md$/),
  ]
  const found = documents.flatMap((path) => {
    let isCode = false
    return tooWide(path, (line) => {
      if (line.startsWith('```')) isCode = !isCode
      return !isCode && !/^(?:\||#)/.test(line)
    })
  })
  expect(found).toEqual([])
})
