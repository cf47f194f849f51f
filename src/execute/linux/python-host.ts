/** The host's CPython: where it really is, and which folders it needs to start. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { z } from 'zod'
import { ConfigError } from '../../core/index.ts'

const pythonHostSchema = z.strictObject({
  /** The file itself, whatever shims, links and virtual environments lead to it. */
  executable: z.string(),
  implementation: z.string(),
  version: z.tuple([z.number(), z.number(), z.number()]),
  /** Folders of the standard library and of shared libraries. */
  libraries: z.array(z.string()),
  /** Folders of installed packages. */
  packages: z.array(z.string()),
})
export type PythonHost = z.infer<typeof pythonHostSchema>

const oldest = [3, 9] as const

const question = `
import json, os, sys, sysconfig
paths = sysconfig.get_paths()
print(json.dumps({
    "executable": os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable),
    "implementation": sys.implementation.name,
    "version": sys.version_info[:3],
    "libraries": [os.path.join(sys.base_prefix, "lib"), paths["stdlib"], paths["platstdlib"]],
    "packages": [each for each in sys.path if os.path.basename(each) in ("site-packages", "dist-packages") and os.path.isdir(each)],
}))`

/**
 * Asks a Python interpreter about itself. It is the one on `PATH` unless another is named.
 * @throws ConfigError when there is none, or one that the sandbox cannot use.
 */
export async function pythonHost(python = 'python3'): Promise<PythonHost> {
  const host = pythonHostSchema.parse(JSON.parse(await ask(python)))
  const [major, minor] = host.version
  const isRecent = major > oldest[0] || (major === oldest[0] && minor >= oldest[1])
  if (host.implementation !== 'cpython' || !isRecent)
    throw new ConfigError(`${python} is ${host.implementation} ${host.version.join('.')}`, {
      hint: `The sandbox needs CPython ${oldest.join('.')} or newer: install it, or name another interpreter.`,
    })
  return host
}

async function ask(python: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(python, ['-I', '-c', question], {
      timeout: 20_000,
    })
    return stdout
  } catch (error) {
    throw new ConfigError(`${python} does not run`, {
      cause: error,
      hint: 'Install Python, for instance with: apt-get install python3',
    })
  }
}
