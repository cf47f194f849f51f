/**
 * Prints how many lines of code (neither blank nor comment) each layer has, its tests beside them,
 * and the longest files.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'

const root = join(import.meta.dirname, '..', 'src')
const countLines = (text) =>
  text.split('\n').filter((line) => !/^\s*($|\/\/|\/\*|\*)/.test(line)).length

const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => {
    const path = relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/')
    const lines = countLines(readFileSync(join(root, path), 'utf8'))
    return {
      path,
      lines,
      layer: path.includes('/') ? path.slice(0, path.indexOf('/')) : '.',
      isTest: path.endsWith('.test.ts'),
    }
  })

const sum = (list) => list.reduce((total, { lines }) => total + lines, 0)
const print = (...cells) =>
  console.log(cells[0].padEnd(12), ...cells.slice(1).map((cell) => String(cell).padStart(8)))

const code = files.filter(({ isTest }) => !isTest)
print('layer', 'files', 'lines', 'longest', 'tests')
const layers = [...Object.keys(JSON.parse(readFileSync(join(root, 'layers.json'), 'utf8'))), '.']
for (const layer of layers) {
  const own = code.filter((file) => file.layer === layer)
  if (own.length === 0) continue
  const tests = files.filter((file) => file.isTest && file.layer === layer)
  print(layer, own.length, sum(own), Math.max(...own.map(({ lines }) => lines)), sum(tests))
}
print(
  'all',
  code.length,
  sum(code),
  Math.max(...code.map(({ lines }) => lines)),
  sum(files.filter(({ isTest }) => isTest)),
)

const sorted = code.map(({ lines }) => lines).toSorted((a, b) => a - b)
const quantile = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
console.log(`\nlines a file: median ${quantile(0.5)}, nine tenths below ${quantile(0.9)}; longest:`)
for (const { path, lines } of code.toSorted((a, b) => b.lines - a.lines).slice(0, 5))
  console.log(`${String(lines).padStart(6)}  ${path}`)
