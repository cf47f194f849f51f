import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ConfigError, monotonicMs } from '../../core/index.ts'
import { createFrameReader, encodeFrame, replyDescriptor, requestDescriptor } from '../frames.ts'
import type { Limits, Outcome } from '../program.ts'
import { checkLinux, linuxWorker } from './linux.ts'

/** A worker and the frames to and from it. */
class Client {
  readonly process: ChildProcess
  readonly #requests: Writable
  #sent = 0
  readonly #frames: AsyncGenerator<unknown, void>

  static async start(limits: Partial<Limits> = {}): Promise<Client> {
    const worker = await linuxWorker({
      timeoutMs: 2_000,
      memoryBytes: 256 * 2 ** 20,
      outputBytes: 2 ** 16,
      ...limits,
    })
    const client = new Client(
      spawn(worker.command, worker.arguments, {
        env: worker.environment,
        stdio: ['ignore', 'ignore', 'inherit', 'pipe', 'pipe'],
        detached: true,
      }),
    )
    expect(await client.next()).toMatchObject({ ready: true })
    return client
  }

  private constructor(process: ChildProcess) {
    this.process = process
    this.#requests = process.stdio[requestDescriptor] as Writable
    this.#frames = frames(process.stdio[replyDescriptor] as Readable)
  }

  async next(): Promise<unknown> {
    const { value, done } = await this.#frames.next()
    if (done) throw new Error('the worker has ended')
    return value
  }

  send(code: string, timeoutMs = 2_000, outputBytes = 2 ** 16): void {
    this.#requests.write(
      encodeFrame({ number: ++this.#sent, text: JSON.stringify({ code, timeoutMs, outputBytes }) }),
    )
  }

  async run(code: string, timeoutMs?: number, outputBytes?: number): Promise<Outcome> {
    this.send(code, timeoutMs, outputBytes)
    return (await this.next()) as Outcome
  }

  async end(): Promise<number | null> {
    const code = new Promise<number | null>((resolve) => this.process.on('exit', resolve))
    this.#requests.end()
    return code
  }
}

async function* frames(stream: Readable): AsyncGenerator<unknown, void> {
  const found: unknown[] = []
  let replies = 0
  const take = createFrameReader(({ number, text }) => {
    expect(number).toBe(replies)
    if (text === '') return // it begins
    replies++
    found.push(JSON.parse(text))
  })
  for await (const chunk of stream) {
    take(chunk as Buffer)
    yield* found.splice(0)
  }
}

/** The processes under this one, itself included. */
function family(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return [pid, ...children.split(' ').filter(Boolean).map(Number).flatMap(family)]
}

/** Whether a process is there, and more than an entry that nobody has asked for. */
function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

const check = await checkLinux()

it('says in words whether the tier stands', () => {
  if (check.stands) expect(check.found).toMatch(/^CPython 3\.\d+\.\d+ under bubblewrap/)
  else expect(check.hint).not.toBe('')
})

it('names a Python that is not there, with a hint', async () => {
  if (!check.stands) return
  const missing = linuxWorker(
    { timeoutMs: 1, memoryBytes: 1, outputBytes: 1 },
    { python: '/nowhere/python3' },
  )
  await expect(missing).rejects.toThrow(ConfigError)
})

it('says what to install where there is no bubblewrap', async () => {
  vi.stubEnv('PATH', '/nowhere')
  expect(await checkLinux()).toMatchObject({
    stands: false,
    found: expect.any(String),
    hint: expect.stringMatching(/[Ii]nstall|Linux/),
  })
  vi.unstubAllEnvs()
})

const reason = check.stands ? '' : ` (skipped: ${check.found})`
describe.skipIf(!check.stands)(`the linux tier${reason}`, { timeout: 60_000 }, () => {
  let client: Client
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'reckoner-linux-'))
    writeFileSync(join(folder, 'canary.txt'), 'canary')
    client = await Client.start()
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true })
    expect(await client.end()).toBe(0)
  })

  /**
   * Expects that a program fails, in one of the ways given, and that the next one is none the worse
   * for it.
   */
  async function expectDenied(code: string, ...expected: (string | RegExp)[]): Promise<void> {
    const outcome = await client.run(code)
    expect(outcome.status, JSON.stringify(outcome)).not.toBe('ok')
    expect(outcome.error?.type, JSON.stringify(outcome)).toMatch(
      new RegExp(`^(${expected.join('|')})$`),
    )
    expect((await client.run('ans = 6 * 7')).value).toBe('42')
  }

  describe('outcomes', () => {
    it('are values', async () => {
      expect(await client.run('def solution():\n    return [1, "a"]')).toEqual({
        status: 'ok',
        value: "[1, 'a']",
        text: "[1, 'a']",
        type: 'list',
        source: 'solution',
        stdout: '',
        error: null,
      })
      expect(await client.run('print(1)\nans = "x"')).toMatchObject({
        value: "'x'",
        text: 'x',
        source: 'ans',
        stdout: '1\n',
      })
      expect(await client.run('print(7)\nexit()')).toMatchObject({ value: '7', source: 'stdout' })
    })

    it('are errors with their line', async () => {
      expect(await client.run('x = 1\ny = x / 0')).toMatchObject({
        status: 'error',
        error: { type: 'ZeroDivisionError', message: 'division by zero', line: 2 },
      })
    })

    it.each([
      ['an empty program', '', 'NoAnswer'],
      ['what is no Python', 'def (', 'SyntaxError'],
      ['a NUL', 'ans = 1\0', /SyntaxError|ValueError/],
      ['half a character', 'ans = "\ud800"', /UnicodeEncodeError|SyntaxError/],
      ['an end of its own', 'import os\nos._exit(3)', 'BadResult'],
      ['an abort', 'import os\nos.abort()', /SIG(ABRT|SEGV|TRAP|ILL)/],
      [
        'a crash',
        'import sys\nfor k in ("ctypes", "_ctypes"): sys.modules.pop(k)\nimport ctypes\nctypes.string_at(1)',
        'SIGSEGV',
      ],
      [
        'endless recursion',
        'import sys\nsys.setrecursionlimit(2**31 - 1)\ndef f(n): return [f(n + 1)]\nf(0)',
        /SystemError|MemoryError|RecursionError|SIGSEGV|Timeout/,
      ],
    ])('tell of %s', async (_, code, type) =>
      expectDenied(code, type instanceof RegExp ? type.source : type),
    )

    it('are the same in every run', async () => {
      const code = 'import random\nans = random.random(), hash("a"), list({"x", "y", "z"})'
      const first = await client.run(code)
      expect(first.status).toBe('ok')
      expect(await client.run(code)).toEqual(first)
      const other = await Client.start()
      expect(await other.run(code)).toEqual(first)
      await other.end()
    })

    it('come in the order of the requests', async () => {
      for (let index = 0; index < 20; index++) client.send(`ans = ${index}`)
      for (let index = 0; index < 20; index++)
        expect(await client.next()).toMatchObject({ value: String(index) })
    })
  })

  describe('limits', () => {
    it.each([
      'while True: pass',
      'import time\ntime.sleep(60)',
      'sum(range(10**12))',
      'import os\nos.closerange(0, 300)\nwhile True: pass',
    ])('stop in time: %j', { retry: 2 }, async (code) => {
      const start = monotonicMs()
      expect(await client.run(code, 200)).toMatchObject({
        status: 'timeout',
        error: { type: 'Timeout' },
      })
      expect(monotonicMs() - start).toBeLessThan(300)
    })

    it.each([
      'ans = len(bytearray(2**30))',
      'x = []\nwhile True: x.append("a" * 10**6)',
      'x = "ab" * 2**20\nwhile True: x += x',
    ])('cap memory: %j', async (code) => {
      expect(await client.run(code, 8_000)).toMatchObject({
        status: 'memory',
        error: { type: 'MemoryError' },
      })
    })

    it('bound what is printed and returned', async () => {
      expect(await client.run('while True: print("x" * 1000)')).toMatchObject({
        status: 'error',
        error: { type: 'OutputLimit' },
      })
      expect(await client.run('ans = "x" * 10**7')).toMatchObject({
        status: 'error',
        error: { type: 'OutputLimit' },
      })
      const longest = await client.run('print("\\0" * 99)\nans = "\u{1f600}" * 98', 2_000, 100)
      expect(longest).toMatchObject({ status: 'ok', stdout: '\0'.repeat(99) + '\n' })
      const named = await client.run('raise type("E" * 10**6, (Exception,), {})')
      expect(named).toMatchObject({ status: 'error', error: { type: 'E'.repeat(500) } })
    })
  })

  describe('denials', () => {
    it('of files', async () => {
      await expectDenied(
        `ans = open(${JSON.stringify(join(folder, 'canary.txt'))}).read()`,
        'FileNotFoundError',
      )
      await expectDenied('ans = open("/etc/passwd").read()', 'FileNotFoundError')
      await expectDenied('import os\nans = os.listdir("/proc")', 'FileNotFoundError')
      expect(
        await client.run('import os\nans = sorted(os.listdir("/")), os.listdir("/dev")'),
      ).toMatchObject({ status: 'ok' })
      expect(
        await client.run(
          'import os\nans = os.path.exists("/home") or os.path.exists("/usr/bin/sh")',
        ),
      ).toMatchObject({
        value: 'False',
      })
    })

    it.each([
      'open("/x", "w")',
      'open("/dev/shm/x", "w")',
      'open("/tmp/x", "w")',
      'open("/dev/null", "w")',
      'import os\nos.mkdir("/x")',
      'import os\nos.remove("/reckoner/runner.py")',
      'import os\nos.chmod("/reckoner/runner.py", 0o777)',
      'import os\nos.symlink("/x", "/y")',
      'import os\nos.memfd_create("x")',
      'import os\nos.fork()',
      'import os\nos.execv("/reckoner/runner.py", ["x"])',
      'import subprocess\nsubprocess.run(["/bin/sh"])',
      'import threading\nthreading.Thread(target=print).start()',
      'import os\nos.kill(os.getppid(), 9)',
      'import os\nos.kill(os.getpid(), 9)',
      'import os\nos.kill(-1, 9)',
      'import signal\nsignal.raise_signal(9)',
      'import socket\nsocket.socket()',
      'import socket\nsocket.socket(socket.AF_UNIX)',
      'import resource\nresource.setrlimit(resource.RLIMIT_CPU, (100, 100))',
      'import os\nos.unshare(0x10000000)',
      'import os\nos.setuid(0)',
    ])('of %j', async (code) => expectDenied(code, 'Refused', 'AttributeError', 'ValueError'))

    it('even through ctypes', async () => {
      const libc =
        'import sys\nfor k in ("ctypes", "_ctypes"): sys.modules.pop(k)\nimport ctypes, os\nlibc = ctypes.CDLL(None)\n'
      const calls = [
        'fork()',
        'kill(1, 9)',
        'ptrace(16, 1, 0, 0)',
        'unshare(0x10000000)',
        'mount(0, 0, 0, 0, 0)',
        'socket(2, 1, 0)',
      ]
      expect(
        await client.run(
          `${libc}ans = [${calls.map((each) => `libc.${each}`).join(', ')}, libc.system(b"true")]`,
        ),
      ).toMatchObject({
        status: 'ok',
        value: `[${calls.map(() => '-1').join(', ')}, 32512]`,
      })
      await expectDenied(`${libc}libc.syscall(0x40000000 | 39)`, 'Refused')
    })

    it('of the network', async () => {
      const reached: string[] = []
      const server = createServer(() => reached.push('connection'))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const address = server.address()
      const port = typeof address === 'object' ? address?.port : 0
      await expectDenied(
        `import socket\nsocket.create_connection(("127.0.0.1", ${port}), 1)`,
        'Refused',
      )
      server.close()
      expect(reached).toEqual([])
    })

    it('of the environment', async () => {
      const { value } = await client.run('import os\nans = sorted(os.environ)')
      expect(value).toBe(
        "['LD_BIND_NOW', 'OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'PWD', 'PYTHONCOERCECLOCALE', 'PYTHONHASHSEED', 'PYTHONUTF8']",
      )
      expect(
        await client.run(
          'import os\nans = os.getuid(), os.getgid(), os.getppid(), os.uname().nodename',
        ),
      ).toMatchObject({
        value: "(65534, 65534, 1, 'sandbox')",
      })
    })

    it('may be handled by the program', async () => {
      expect(await client.run('try: open("/x", "w")\nexcept OSError: ans = 1')).toMatchObject({
        status: 'ok',
        value: '1',
      })
    })
  })

  describe('poison', () => {
    it.each([
      'import os\nos.closerange(0, 300)',
      'import builtins\nbuiltins.len = lambda x: 0\nbuiltins.__import__ = None',
      'import json, sys\njson.dumps = json.loads = None\nsys.modules.clear()',
      'import gc\nfor each in gc.get_objects():\n    if type(each) is dict: each.clear()',
      'import signal\nfor each in range(1, 32):\n    try: signal.signal(each, signal.SIG_IGN)\n    except (OSError, ValueError): pass\nwhile True: pass',
    ])('does not outlive its program: %j', async (code) => {
      await client.run(code, 300)
      expect(await client.run('print("a")\nimport json\nans = len(json.dumps([1]))')).toMatchObject(
        { value: '3', stdout: 'a\n' },
      )
    })

    const forged = (reply: string): string =>
      `import os\nfor fd in range(3, 64):\n    try: os.write(fd, ${reply})\n    except OSError: pass\nos._exit(0)`
    const outcome = {
      status: 'ok',
      value: '1',
      text: '1',
      type: 'int',
      source: 'ans',
      stdout: '',
      error: null,
    }
    it('may be a forged outcome of its own', async () => {
      expect(
        await client.run(forged(`${JSON.stringify(JSON.stringify(outcome))}.encode()`)),
      ).toEqual(outcome)
      expect(await client.run('ans = 6 * 7')).toMatchObject({ value: '42' })
    })

    it.each([
      'b""',
      'b"{}"',
      'b"[" * 10**5',
      'b"\\xff\\x00"',
      'b"9" * 10**6',
      'b"x" * 10**7',
      'b"\\x04\\x00\\x00\\x00null"',
      `${JSON.stringify(JSON.stringify({ ...outcome, extra: 1 }))}.encode()`,
      `${JSON.stringify(JSON.stringify({ ...outcome, value: 1 }))}.encode()`,
      `${JSON.stringify(JSON.stringify({ ...outcome, status: 'error' }))}.encode()`,
      `${JSON.stringify(JSON.stringify({ ...outcome, source: ['ans'] }))}.encode()`,
      `${JSON.stringify(JSON.stringify({ ...outcome, stdout: 'x'.repeat(70_000) }))}.encode()`,
    ])('is not a forged reply: %.60j', async (reply) => expectDenied(forged(reply), 'BadResult'))
  })

  it('leaves no process and no descriptor behind in 1 000 programs', async () => {
    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50))
    await pause()
    const server = family(client.process.pid ?? 0).at(-1) ?? 0
    const descriptors = (): string[] => readdirSync(`/proc/${server}/fd`)
    const [processes, before] = [family(client.process.pid ?? 0), descriptors()]
    for (let index = 0; index < 1_000; index++)
      client.send(index % 50 === 0 ? 'import os\nos._exit(1)' : `ans = ${index}`)
    for (let index = 0; index < 1_000; index++) await client.next()
    await client.run('ans = 1')
    await pause()
    expect(family(client.process.pid ?? 0)).toEqual(processes)
    expect(descriptors()).toEqual(before)
  })

  it('ends with its parent, programs and all', async () => {
    const other = await Client.start()
    const pid = other.process.pid ?? 0
    other.send('while True: pass', 60_000)
    await new Promise((resolve) => setTimeout(resolve, 100))
    const members = family(pid)
    expect(members.length).toBeGreaterThan(2)
    process.kill(-pid, 'SIGKILL')
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(members.filter(isRunning)).toEqual([])
  })

  const has = (name: string): boolean => spawnSync('python3', ['-c', `import ${name}`]).status === 0
  it.skipIf(!has('numpy'))('computes with numpy, where it is installed', async () => {
    expect(
      await client.run('import numpy as np\nans = float(np.linalg.det(np.eye(3)))', 20_000),
    ).toMatchObject({ value: '1.0' })
  })
  it.skipIf(!has('sympy'))('computes with sympy, where it is installed', async () => {
    const code = 'import sympy as sp\nx = sp.Symbol("x")\nans = sp.solve(x**2 - 4, x)'
    expect(await client.run(code, 20_000)).toMatchObject({ value: '[-2, 2]' })
    expect(await client.run('ans = 6 * 7')).toMatchObject({ value: '42' })
  })
})
