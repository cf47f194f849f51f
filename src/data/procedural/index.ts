/**
 * Word problems, narratives and drills made by rule: any number of them, each a pure function of
 * its address.
 */
export type { Split } from './combination.ts'
export { corpusDocument, type CorpusOptions } from './corpus.ts'
export { drill } from './drill.ts'
export {
  narrative,
  proceduralProblem,
  proceduralProblems,
  type ProceduralOptions,
  type ProceduralProblem,
} from './problem.ts'
export { narrativeDocument, type DocumentWithRationales } from './narrative-documents.ts'
export { recall } from './recall.ts'
