/**
 * An old Node is told so: what is refused, in which words, and that the first files are read by any
 * Node.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { nodeFault } from './require-node.cjs'

const needed = 'reckoner needs Node 20.19, 22.13, 24 or newer'

it.each(['12.22.12', '16.20.2', '18.2.0', '20.18.3', '21.7.3', '22.12.0', '23.11.1'])(
  'Node %s is refused',
  (version) => {
    expect(nodeFault(version)).toBe(`${needed}; this is ${version}`)
  },
)

it.each(['20.19.0', '20.20.2', '22.13.0', '22.22.3', '24.0.0', '25.1.0', '100.0.0'])(
  'Node %s is not',
  (version) => {
    expect(nodeFault(version)).toBeNull()
  },
)

it('is what package.json asks for', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    engines: { node: string }
  }
  expect(engines.node).toBe('^20.19 || ^22.13 || >=24')
})

it('ends the process with status 2 before anything else is loaded', () => {
  const file = join(import.meta.dirname, 'require-node.cjs')
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '18.2.0' }); require(${JSON.stringify(file)})`
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['-e', `${pretend}; console.log('went on')`],
    {
      encoding: 'utf8',
    },
  )
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toBe(
    `${needed}; this is 18.2.0\n  → Install a newer one, for example the long-term release of nodejs.org.\n`,
  )
})

it('stands before everything: the command has one static import, and npm start asks before it builds', () => {
  const main = readFileSync(join(import.meta.dirname, 'main.ts'), 'utf8')
  expect(main.match(/^import .*$/gm)).toEqual(["import './require-node.cjs'"])
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    scripts: Record<string, string>
  }
  expect(scripts['prestart']).toMatch(/^node src\/cli\/require-node\.cjs && /)
})
