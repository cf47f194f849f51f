/** Threads start however Node itself was started. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

it('a model opens in a program given with --input-type=module', () => {
  const root = join(import.meta.dirname, '..', '..')
  const code = `import { openModel } from ${JSON.stringify(join(root, 'dist', 'sample', 'index.js'))}
const model = await openModel('base-250k'); await model[Symbol.asyncDispose](); console.log('opened')`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
  })
  expect(stdout).toBe('opened\n')
})
