import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

it('docs/papers.md names files that exist', () => {
  const named = [
    ...readFileSync(join(root, 'docs/papers.md'), 'utf8').matchAll(/`((?:src|recipes)\/[^`]+)`/g),
  ].map(([, path]) => path!)
  expect(named.length).toBeGreaterThan(8)
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
})
