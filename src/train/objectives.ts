/** Every objective by name: a name can be sent to a thread, a function cannot. */
import { crossEntropy } from './cross-entropy.ts'
import { labelWords } from './label-words.ts'

export const objectives = { crossEntropy, labelWords } as const

export type ObjectiveName = keyof typeof objectives

type ExampleOf<Name extends ObjectiveName> = Parameters<
  (typeof objectives)[Name]['collate']
>[0][number]

/** Examples, and the name of the objective that they belong to. */
export type TrainingExamples = {
  [Name in ObjectiveName]: { objective: Name; examples: readonly ExampleOf<Name>[] }
}[ObjectiveName]
