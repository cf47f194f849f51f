/** How one question is put to a model: in its format, behind solved examples if some are given. */
import { ConfigError } from '../core/index.ts'
import { promptingOf, shippedExamples } from '../recipe/index.ts'
import type { PromptFormat } from '../data/index.ts'
import { examplesGivenBy } from './one-stage.ts'
import type { ExamplesOptions } from './options.ts'
import type { Asked } from './program-tools.ts'
import { requireRecords } from './require-records.ts'

export interface Asking extends ExamplesOptions {
  question: string
  /** The model's own. */
  format: PromptFormat
  seed: number
  /** Whether the examples are programs, which must run. */
  arePrograms: boolean
}

/**
 * Returns how the question is asked. An example that is the question itself is not shown. @throws
 * ConfigError and DataError for examples that cannot be
 */
export async function askedQuestion(
  { question, format: own, seed, arePrograms, examples, numExamples }: Asking,
  onWarning: (message: string) => void,
): Promise<Asked> {
  if (examples === undefined && numExamples !== undefined)
    throw new ConfigError('--num-examples needs --examples', {
      hint: `Name a file of training rows, or shipped examples: ${shippedExamples.join(', ')}`,
    })
  const paths: string[] = []
  if (examples !== undefined) {
    paths.push(String(examplesGivenBy('--examples', examples).value))
    await requireRecords('--examples', examples, ['training rows'])
  }
  const { format, prompts, stop, notes } = await promptingOf(
    {
      inputs: { examples: paths },
      settings: { numExamples, ...(arePrograms && { completionsAre: 'programs' }) },
    },
    own,
    [{ id: 'question', question }],
  )
  for (const note of notes)
    if (note.type === 'note' && note.level === 'warning') onWarning(note.message)
  return { question, prompt: prompts[0]!, format, seed, stop }
}
