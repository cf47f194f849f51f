/** Training with frozen modules, as users ask for it. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { readModel } from '../../src/model/index.ts'

const root = join(import.meta.dirname, '..', '..')
const directory = mkdtempSync(join(tmpdir(), 'reckoner-freeze-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
writeFileSync(join(directory, 'rows.jsonl'), '{"prompt":"One?","completion":"#### 1"}\n')

function trained(freeze: string): ReturnType<typeof spawnSync> {
  const command = `train sft --model base-250k --data rows.jsonl --epochs 2 --out new --set freeze=${freeze}`
  const main = join(root, 'dist', 'cli', 'main.js')
  return spawnSync(process.execPath, [main, ...command.split(' ')], {
    encoding: 'utf8',
    cwd: directory,
  })
}

it('keeps the weights of frozen modules bit by bit, and trains the others', async () => {
  const { status, stderr } = trained('[model.embed_tokens,model.layers.0]')
  expect(status, String(stderr)).toBe(0)
  const before = (await readModel(join(root, 'models', 'base-250k'))).parameters
  const after = (await readModel(join(directory, 'new'))).parameters
  expect(Object.keys(after)).toEqual(Object.keys(before))
  for (const [name, tensor] of Object.entries(after)) {
    if (/embed_tokens|layers\.0\./.test(name)) expect(tensor, name).toEqual(before[name])
    else expect(tensor, name).not.toEqual(before[name])
  }
})

it('says which module there is not, and that nothing is left, before it trains', () => {
  const unknown = trained('[model.layers.99]')
  expect(unknown.status).toBe(2)
  expect(unknown.stderr).toContain('freeze: no parameter of the model is in "model.layers.99"')
  expect(unknown.stderr).toContain('The parameters are in model.embed_tokens, model.layers.0 to ')
  const everything = trained('[model]')
  expect(everything.status).toBe(2)
  expect(everything.stderr).toContain('every parameter of the model is frozen')
  expect(everything.stderr).not.toContain('steps')
})
