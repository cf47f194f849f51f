/** Copies a model, and nothing else that stages keep in its directory. */
import { modelDirectory } from '../../sample/index.ts'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ModelRef } from '../../sample/index.ts'
import { solverFile } from '../../infer/index.ts'
import type { StageContext } from '../stage.ts'
import { copyOut } from './files.ts'

/** What stages keep beside a model; a stage that copies the model makes its own anew. */
const notOfTheModel = ['manifest.json', 'results.json', 'training-log.jsonl', solverFile]

/** Writes the files of a model into the artifact, or into the directory `into` of it. */
export async function copyModel(
  context: Pick<StageContext, 'out'>,
  ref: ModelRef,
  into = '',
): Promise<void> {
  const directory = modelDirectory(ref, 'a copy of a model')
  const entries = await readdir(directory, { withFileTypes: true })
  // A model is files; a directory beside them is the evaluator of a solver.
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name)
  for (const name of names.filter((each) => !notOfTheModel.includes(each)))
    await copyOut(context, join(into, name), join(directory, name))
}
