/**
 * What a recipe's references stand for: a stage and a path in its artifact, or a path that was
 * there before.
 */
import { posix, resolve } from 'node:path'
import { ConfigError } from '../core/index.ts'
import { readModelRef, type ModelRef } from '../sample/index.ts'
import type { Recipe } from './load.ts'
import type { InputReference } from './parse-stage.ts'
import { examplesPath } from './shipped-examples.ts'
import type { StageInput } from './stage.ts'

/** The stage that a reference names, with the path inside its artifact. @throws ConfigError */
export function stageReference(
  recipe: Recipe,
  reference: InputReference,
): { id: string; path: string } | undefined {
  const slash = reference.text.indexOf('/')
  const id = slash < 0 ? reference.text : reference.text.slice(0, slash)
  if (!recipe.stages.some((stage) => stage.id === id)) return undefined
  const path = slash < 0 ? '' : posix.normalize(reference.text.slice(slash + 1))
  // What lies elsewhere would be no part of the key.
  if (path.startsWith('..') || posix.isAbsolute(path))
    throw new ConfigError(`"${reference.text}" leads out of what ${id} makes`, {
      hint: `Name a file of ${id}, or the other file by its own path.`,
    })
  return { id, path }
}

/** The path that a reference names where it names no stage. */
export const literalPath = (
  { text, directory }: InputReference,
  { kind }: Pick<StageInput, 'kind'>,
): string => (kind === 'examples' ? examplesPath(text, directory) : resolve(directory, text))

/** The model that a reference names where it names no stage. @throws ConfigError */
export const literalModel = ({ text, directory }: InputReference): ModelRef =>
  readModelRef(text, directory)
