/** Solved examples that come with the package, found by the name of their task. */
import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { stepRules } from '../data/index.ts'
import { packageRoot } from '../store/index.ts'
import { artifactKinds } from './artifact-kind.ts'

/** The tasks that have shipped examples. */
export const shippedExamples: readonly string[] = Object.keys(stepRules)

/**
 * Returns the path of the examples that a text names; relative ones start at `directory`. What is
 * there goes before shipped examples of the same name, but for a directory without training rows:
 * who imported ARC may well have a directory `arc`. Whether it is there is not asked.
 */
export function examplesPath(nameOrPath: string, directory = '.'): string {
  const path = resolve(directory, nameOrPath)
  return !shippedExamples.includes(nameOrPath) || holdsRows(path)
    ? path
    : join(packageRoot, 'examples', 'few-shot', `${nameOrPath}.jsonl`)
}

function holdsRows(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  return found?.isDirectory()
    ? existsSync(join(path, artifactKinds.rows.file))
    : found !== undefined
}
