/** A place with nothing in it but Python: the arguments of bubblewrap that make it. */
import { realpath } from 'node:fs/promises'
import { ConfigError } from '../../core/index.ts'
import { findExecutable } from './find-executable.ts'
import type { PythonHost } from './python-host.ts'

/** Where the folder of our Python files is inside. */
export const insideFolder = '/reckoner'

/**
 * All that is in the environment of a program: nothing of the host's. BLAS cannot start threads;
 * and names are bound early, once for all forks.
 */
const environment = {
  PYTHONHASHSEED: '0',
  PYTHONUTF8: '1',
  PYTHONCOERCECLOCALE: '0',
  LD_BIND_NOW: '1',
  OPENBLAS_NUM_THREADS: '1',
  OMP_NUM_THREADS: '1',
}

/**
 * The loader's list of shared libraries; Debian's links to the chosen libraries, such as BLAS; the
 * time zones.
 */
const incidentals = ['/etc/ld.so.cache', '/etc/alternatives', '/usr/share/zoneinfo']

const nobody = '65534'

/** @throws ConfigError when bubblewrap is not installed. */
export async function findBubblewrap(): Promise<string> {
  const bubblewrap = await findExecutable('bwrap')
  if (bubblewrap === undefined)
    throw new ConfigError('bubblewrap (bwrap) is not installed', {
      hint: 'Install bubblewrap, for instance with: apt-get install bubblewrap',
    })
  return bubblewrap
}

/**
 * Returns the arguments that come before the command. Inside are no network, no other process, no
 * writable file, no `/proc` and no user but nobody; what is there to be read are the system's
 * shared libraries, Python with its packages, and `folder` as `/reckoner`.
 */
export async function bubblewrapArguments(host: PythonHost, folder: string): Promise<string[]> {
  const folders = topmost(['/usr/lib', '/usr/lib64', ...host.libraries, ...host.packages])
  const links = await Promise.all(['/lib', '/lib64'].map(systemFolder))
  return [
    ['--unshare-user', '--unshare-all', '--die-with-parent', '--new-session', '--as-pid-1'],
    ['--uid', nobody, '--gid', nobody, '--cap-drop', 'ALL', '--hostname', 'sandbox', '--clearenv'],
    ...Object.entries(environment).map(([name, value]) => ['--setenv', name, value]),
    ...folders.map((each) => ['--ro-bind-try', each, each]),
    ...links,
    ...incidentals.map((each) => ['--ro-bind-try', each, each]),
    ['--ro-bind', host.executable, host.executable],
    ['--ro-bind', folder, insideFolder],
    ['--dev-bind', '/dev/null', '/dev/null'],
    ['--remount-ro', '/', '--chdir', '/'],
  ].flat()
}

/** Leaves out folders that are inside others of the list. */
function topmost(folders: string[]): string[] {
  const distinct = [...new Set(folders)]
  return distinct.filter((each) => !distinct.some((other) => each.startsWith(`${other}/`)))
}

/** Most systems have `/lib` as a link into `/usr`; older ones have a folder there. */
async function systemFolder(path: string): Promise<string[]> {
  const target = await realpath(path).catch(() => path)
  return target === path ? ['--ro-bind-try', path, path] : ['--symlink', target, path]
}
