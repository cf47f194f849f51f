/**
 * Python packages that a user has added: wheels of pure Python in the folder `packages` of the
 * cache directory, as `pip download --no-deps --dest ~/.cache/reckoner/packages sympy mpmath` puts
 * them there. Nothing is downloaded by this project.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDirectory } from './cache-directory.ts'

export interface Wheel {
  path: string
  /** The distribution's name, by which it is imported too. */
  name: string
}

export const packagesDirectory = (): string => join(cacheDirectory(), 'packages')

let found: readonly Wheel[] | undefined

/**
 * Returns the wheels that an interpreter in WebAssembly can load, in the order of their names.
 * Looked for once: every program asks.
 */
export function installedWheels(): readonly Wheel[] {
  return (found ??= findWheels())
}

function findWheels(): Wheel[] {
  let names: string[]
  try {
    names = readdirSync(packagesDirectory())
  } catch {
    return []
  }
  return names.toSorted().flatMap((file) => {
    const name = /^(\w+)-[\w.+!]+-(?:\w+\.)*py3(?:\.\w+)*-none-any\.whl$/.exec(file)?.[1]
    return name === undefined ? [] : [{ path: join(packagesDirectory(), file), name }]
  })
}

/** Whether a program's text names one of the packages. */
export function namesPackage(code: string, wheels: readonly Wheel[]): boolean {
  return wheels.some(({ name }) => new RegExp(`\\b${name}\\b`).test(code))
}
