/** What strategies need to answer one question by a program. */
import type { Completion } from '../core/index.ts'
import { formatPrompt, programFormat, repairPrompt, type PromptFormat } from '../data/index.ts'
import type { Sandbox } from '../execute/index.ts'
import { drawFrom, type DrawOptions, type Tools } from '../infer/index.ts'
import type { LanguageModel } from '../model/index.ts'
import { extractProgram, runProgram, type ProgramOptions } from '../verify/index.ts'

export interface Asked {
  question: string
  /** How the model is asked. */
  format: PromptFormat
  seed: number
}

/** Returns the tool that draws completions of the question. */
export function drawing(
  model: LanguageModel,
  { question, format, seed }: Asked,
  options: DrawOptions,
): NonNullable<Tools['generate']> {
  const prompt = formatPrompt(format, question)
  return drawFrom(model, { problemId: 'question', prompt, stream: [seed, 'question'] }, options)
}

/** Returns the tools that run programs, and ask the model for another where one fails. */
export function programTools(
  model: LanguageModel,
  { question, format, seed }: Asked,
  sandbox: Sandbox,
  { draw, task }: { draw: DrawOptions; task: ProgramOptions },
): Required<Pick<Tools, 'run' | 'revise'>> {
  return {
    run: (completion: Completion) => runProgram(completion, sandbox, task),
    revise: async ({ text, error }, signal) => {
      const failed = { program: extractProgram(text) ?? text, error }
      const generate = drawFrom(
        model,
        {
          problemId: 'question',
          prompt: repairPrompt(format, question, failed),
          stream: [seed, 'question'],
        },
        draw,
      )
      const [revised] = await generate({ numGenerations: 1, temperature: 0 }, signal)
      return revised!
    },
  }
}

/**
 * Whether the model is asked for a program: where that is said, where the strategy needs it, and
 * where the model learned to write nothing else.
 */
export const asksForProgram = (
  said: boolean,
  needed: boolean | undefined,
  format: PromptFormat,
): boolean => said || needed === true || format.name === programFormat.name
