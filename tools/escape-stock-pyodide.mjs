/**
 * Prints which hostile programs reach the host in stock Pyodide, and what the probe says after the
 * poisonous ones.
 *
 * The programs do what they say, so run it where nothing can be hurt, with the path of pyodide.mjs
 * and, if only some are wanted, a pattern of kind and id: bwrap --unshare-all --ro-bind / / --tmpfs
 * /tmp --dev /dev --proc /proc npx tsx tools/escape-stock-pyodide.mjs <pyodide.mjs> [pattern]
 */
import { fork } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { escaped, fillIn, hostilePrograms, probe } from '../tests/execute/hostile/index.ts'

const [pyodidePath, pattern = ''] = process.argv.slice(2)
const nonce = 17

if (process.send === undefined) await measure()
else process.once('message', (code) => void runOne(code))

async function measure() {
  const home = '/tmp/canaries'
  const secret = 'the-secret-of-the-host-3141'
  let connections = 0
  const server = createServer((socket) => {
    connections++
    socket.on('error', () => {}).destroy()
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const canaries = {
    file: `${home}/file.txt`,
    directory: `${home}/made`,
    port: server.address().port,
    variable: 'CANARY_VARIABLE',
    secrets: [secret],
  }
  for (const program of hostilePrograms.filter(({ kind, id }) =>
    new RegExp(pattern).test(`${kind} ${id}`),
  )) {
    rmSync(home, { recursive: true, force: true })
    mkdirSync(canaries.directory, { recursive: true })
    writeFileSync(canaries.file, secret)
    connections = 0
    const proof = fillIn({ ...program, code: '{{proof}}' }, canaries)
    const said = await runApart(fillIn(program, canaries), {
      PATH: process.env.PATH,
      [canaries.variable]: secret,
    })
    const ways = [
      said.outcome !== null && escaped(said.outcome, canaries) && 'told',
      (existsSync(proof) || existsSync(`${proof}.dat`)) && 'made a file',
      connections > 0 && 'connected',
      (!existsSync(canaries.file) || readFileSync(canaries.file, 'utf8') !== secret) &&
        'changed a file',
    ].filter((way) => way !== false)
    const clean =
      said.probe?.text === probe(nonce).text && said.probe.stdout === probe(nonce).stdout
    const { outcome } = said
    const end =
      outcome === null
        ? said.end
        : `${outcome.status} ${outcome.error?.type ?? ''} ${String(outcome.error?.message ?? outcome.text).slice(0, 150)}`
    const after = clean ? 'clean' : (said.probe?.text ?? said.probe?.error?.message ?? 'no probe')
    console.log(
      JSON.stringify({
        id: program.id,
        escaped: ways.join(' '),
        end,
        ...(program.kind === 'poison' ? { after } : {}),
      }),
    )
  }
  server.close()
}

/** Runs a program in an interpreter of its own, and the probe after it. */
function runApart(code, env) {
  return new Promise((resolve) => {
    const child = fork(fileURLToPath(import.meta.url), [pyodidePath], {
      env,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const said = { outcome: null, probe: null, end: '' }
    const clock = setTimeout(() => {
      said.end = 'killed'
      child.kill('SIGKILL')
    }, 25_000)
    child.on('message', (message) => Object.assign(said, message))
    child.on('exit', (exitCode, signal) => {
      clearTimeout(clock)
      said.end ||= `exit ${exitCode ?? signal}`
      resolve(said)
    })
    child.send(code)
  })
}

async function runOne(code) {
  const { loadPyodide } = await import(pyodidePath)
  const pyodide = await loadPyodide({ stdout() {}, stderr() {} })
  const runner = readFileSync(new URL('../src/execute/python/runner.py', import.meta.url), 'utf8')
  const run = pyodide.runPython(`${runner}\nrun`, { globals: pyodide.toPy({ __name__: 'runner' }) })
  const send = process.send.bind(process)
  const { stringify, parse } = JSON
  send({ outcome: parse(run(stringify({ code, outputBytes: 65_536 }))) })
  await new Promise((resolve) => setTimeout(resolve, 300))
  send({ probe: parse(run(stringify({ code: probe(nonce).code, outputBytes: 65_536 }))) })
  process.disconnect()
  process.exit(0)
}
