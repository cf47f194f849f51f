/** Puts the sandboxes' Python files beside the built code: the compiler copies only its own. */
import { cpSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
cpSync(join(root, 'src/execute/python'), join(root, 'dist/execute/python'), {
  recursive: true,
  filter: (path) => !path.includes('__pycache__'),
})
