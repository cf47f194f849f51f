/** What strategies need to answer one question by a program. */
import type { Completion } from '../core/index.ts'
import { repairPrompt, type PromptFormat } from '../data/index.ts'
import type { Sandbox } from '../execute/index.ts'
import { drawFrom, type DrawOptions, type Tools } from '../infer/index.ts'
import type { LanguageModel, Prompt } from '../model/index.ts'
import { extractProgram, runProgram, type ProgramOptions } from '../verify/index.ts'

export interface Asked {
  question: string
  prompt: string
  /** How the model is asked. */
  format: PromptFormat
  seed: number
  /** Texts that end a completion. */
  stop: readonly string[]
}

/** Returns the prompt of the question. */
export const promptOf = ({ prompt, seed }: Asked): Prompt => ({
  problemId: 'question',
  prompt,
  stream: [seed, 'question'],
})

/** Returns the tools that run programs, and ask the model for another where one fails. */
export function programTools(
  model: LanguageModel,
  asked: Asked,
  sandbox: Sandbox,
  { draw, task }: { draw: DrawOptions; task: ProgramOptions },
): Required<Pick<Tools, 'run' | 'revise'>> {
  return {
    run: (completion: Completion) => runProgram(completion, sandbox, task),
    revise: async ({ text, error }, signal) => {
      const failed = { program: extractProgram(text) ?? text, error }
      const prompt = repairPrompt(asked.format, asked.question, failed)
      const generate = drawFrom(model, { ...promptOf(asked), prompt }, draw)
      const [revised] = await generate({ numGenerations: 1, temperature: 0 }, signal)
      return revised!
    },
  }
}
