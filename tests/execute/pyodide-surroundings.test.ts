/**
 * What a program in Pyodide finds around it: the same in every run, and nothing of this machine.
 */
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSandbox, type ExecutionVerdict, type Sandbox } from '../../src/execute/index.ts'

let sandbox: Sandbox
const run = (code: string): Promise<ExecutionVerdict> => sandbox.run({ id: 'program', code })

beforeAll(() => {
  sandbox = openSandbox({ sandbox: 'pyodide', workers: 1 })
})
afterAll(() => sandbox[Symbol.asyncDispose]())

it('is not random', async () => {
  const code = `
import os, random, uuid
def device(name):
    with open(name, "rb") as file:
        return file.read(8)
ans = device("/dev/urandom"), device("/dev/random"), os.urandom(8), random.random(), uuid.uuid4(), id(object()), hash("text")`
  const first = await run(code)
  expect(first.status).toBe('ok')
  await run('open("/dev/urandom", "rb").read(100)')
  expect((await run(code)).value).toBe(first.value)
})

it('has no path of this machine', async () => {
  const { text } = await run(
    'import os, sys\nans = sys.executable, sys.argv, sys.orig_argv, sys.path, dict(os.environ)',
  )
  for (const path of [homedir(), join(import.meta.dirname, '../..')])
    if (path !== '/') expect(text).not.toContain(path)
})

it('has its descriptors, also where the program before closed them', async () => {
  const code = 'import os\nans = os.read(0, 1), [os.fstat(each).st_mode for each in range(3)]'
  const first = await run(code)
  expect(first.status).toBe('ok')
  await run('import os\nos.closerange(0, 10)')
  expect(await run(code)).toEqual(first)
})

it.each([
  ['60 MB', 'os.stat("/" + "a/" * 30_000_000)'],
  ['the directories above', 'open("/" + "../" * 20_000_000)'],
])('takes no path of %s to pieces', async (_, call) => {
  const { status, error } = await run(`import os\n${call}`)
  expect(status).toBe('error')
  expect(error?.message).toContain('Filename too long')
})

it('may close its output, and has classes of long names', async () => {
  expect(await run('import sys\nprint(7)\nsys.stdout.close()')).toMatchObject({
    status: 'ok',
    value: '7',
    stdout: '7\n',
  })
  expect((await run('raise type("E" * 10 ** 6, (Exception,), {})')).error?.type).toBe(
    'E'.repeat(500),
  )
})
