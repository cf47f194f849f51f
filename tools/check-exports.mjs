/**
 * Imports every public entry of the built packages by the name that users write, and checks that
 * the command line answers.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const root = new URL('../', import.meta.url)
const manifestIn = (folder) =>
  JSON.parse(readFileSync(new URL(`${folder}/package.json`, root), 'utf8'))
const { version, bin, workspaces } = manifestIn('.')

for (const { name, exports } of ['.', ...workspaces].map(manifestIn))
  for (const entry of Object.keys(exports).filter((each) => !each.endsWith('.json'))) {
    const specifier = entry === '.' ? name : `${name}/${entry.slice(2)}`
    const exported = Object.keys(await import(specifier))
    if (exported.length === 0) throw new Error(`${specifier} exports nothing`)
    console.log(`${specifier}: ${exported.length} exports`)
  }

for (const [command, path] of Object.entries(bin)) {
  const answer = execFileSync(process.execPath, [new URL(path, root).pathname, '--version'], {
    encoding: 'utf8',
  }).trim()
  if (answer !== version)
    throw new Error(`${command} --version says ${answer}, but package.json says ${version}`)
  console.log(`${command}: ${answer}`)
}
