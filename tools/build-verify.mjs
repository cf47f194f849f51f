/**
 * Makes the package `reckoner-verify` of the built code in `dist/`: everything that
 * `verify/pure.js` reaches as one file, and the declarations that its own declaration reaches. One
 * file is one request to a browser, and takes half of the space of a hundred on a disk.
 */
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { join, posix } from 'node:path'
import { rolldown } from 'rolldown'

const root = join(import.meta.dirname, '..')
const built = join(root, 'dist')
const packageFolder = join(root, 'packages/verify')
const target = join(packageFolder, 'dist')
const { dependencies } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))

rmSync(target, { recursive: true, force: true })

const bundle = await rolldown({
  input: join(built, 'verify/pure.js'),
  external: Object.keys(dependencies),
  platform: 'neutral',
  // Such as an import that is neither here nor a dependency: Node's own, for one.
  onLog: (_, log) => {
    throw new Error(`reckoner-verify cannot be bundled: ${log.message}`)
  },
})
await bundle.write({
  file: join(target, 'index.js'),
  format: 'esm',
  comments: { jsdoc: false }, // the declarations have them
})

const declarations = new Set(['verify/pure.d.ts'])
for (const path of declarations) {
  const text = readFileSync(join(built, path), 'utf8')
  cpSync(join(built, path), join(target, path))
  for (const [, specifier] of text.matchAll(/(?:from |import\()['"](\.[^'"]+)\.ts['"]/g))
    declarations.add(posix.join(posix.dirname(path), `${specifier}.d.ts`))
}
