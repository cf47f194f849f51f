/** Opens a model for a stage. Replies of a server are kept with the stage's unfinished work. */
import type { PromptFormat } from '../../data/index.ts'
import type { ExecutionProvider } from '../../engine/index.ts'
import type { LanguageModel } from '../../model/index.ts'
import { openModel, type ModelRef } from '../../sample/index.ts'
import type { StageContext } from '../stage.ts'
import type { StepOpening } from './step-models.ts'

/** What is to be known of a stage to open models for it. */
export interface OpeningContext extends Pick<
  StageContext,
  'partial' | 'charge' | 'budget' | 'warn' | 'note' | 'signal'
> {
  settings: { executionProvider?: ExecutionProvider | undefined }
}

/** Returns how a stage's step models are opened. */
export const stageOpening = (context: OpeningContext): StepOpening => ({
  executionProvider: context.settings.executionProvider,
  open: (ref, format) => openStageModel(context, ref, format),
})

/**
 * Returns the model, to be asked in `format`: one whose prompts are turns of a user needs the
 * server's chats. @throws as `openModel`
 */
export const openStageModel = (
  { partial, charge, budget, warn, note, signal, settings }: OpeningContext,
  ref: ModelRef,
  format?: PromptFormat,
): Promise<LanguageModel> =>
  openModel(ref, {
    executionProvider: settings.executionProvider,
    isChat: format?.isTurn === true,
    directory: partial.directory,
    budget,
    onUsage: charge,
    onWarning: warn,
    onNote: note,
    signal,
  })
