/**
 * The nouns every layer shares: a problem, a document, a model's completion, and the verdict on it.
 * They are plain types: comparing answers needs no schemas. `schemas.ts` has those.
 */

/**
 * A problem to solve. `answer` is the gold answer as text; `solution` a worked solution that ends
 * in it.
 */
export type Problem = {
  id: string
  question: string
  answer?: string | undefined
  solution?: string | undefined
  /** Worked solutions of other styles, such as terser ones, by the name of the style. */
  solutionsByStyle?: Record<string, string> | undefined
  meta?: Record<string, unknown> | undefined
}

/**
 * A text to read, such as a page or a book: no question is asked of it. `source` is the collection
 * that it comes from.
 */
export type Document = {
  id: string
  text: string
  source?: string | undefined
  meta?: Record<string, unknown> | undefined
}

/**
 * A reason that a document leaves unsaid, at its place: between what precedes it and what follows,
 * up to the next rationale.
 */
export type Rationale = {
  documentId: string
  /** Its place among those of the document. */
  index: number
  preceding: string
  rationale: string
  following: string
  /** The collection that the document comes from. */
  source?: string | undefined
  /** How much likelier it makes what follows, in nats, weighted by the distance. */
  gain?: number | undefined
}

/**
 * One text drawn from a model for a problem. `index` tells the completions of one problem apart.
 */
export type Completion = {
  problemId: string
  index: number
  text: string
  /** Number of tokens generated, the end-of-text token included. */
  tokens?: number | undefined
  /** Sum of the tokens' natural log-probabilities before temperature and truncation. */
  logprob?: number | undefined
  /**
   * What ended it. Files from before `endOfText` and `stop` were told apart have `stop` for both.
   */
  finish?: 'endOfText' | 'stop' | 'length' | undefined
  modelId?: string | undefined
  seed?: number | undefined
  /**
   * The format of the prompt it was drawn for: `plain`, or a name with the beginning of its text's
   * SHA-256.
   */
  promptFormat?: string | undefined
}

/** How a program failed: the type and message of its error, and the line, from 1. */
export type ProgramFailure = { type: string; message: string; line: number | null }

/**
 * What verification says of a completion; `unparseable` means that no answer could be read from the
 * text.
 */
export type Verdict = {
  problemId: string
  index: number
  verdict: 'correct' | 'incorrect' | 'unparseable'
  /** The canonical form of the answer that was read, `null` where none was. */
  answer: string | null
  /** How the answer was found, or why there is none. */
  reason: string
  /** How the completion's program failed. */
  error?: ProgramFailure | undefined
  modelId?: string | undefined
  seed?: number | undefined
}

/** How good a completion is, as an evaluator or a reward model says. A higher score is better. */
export type CompletionScore = {
  problemId: string
  index: number
  score: number
  /** The beginning of the text's SHA-256: it tells that the score is of this very text. */
  textHash?: string | undefined
  modelId?: string | undefined
  seed?: number | undefined
}

/** A completion with its verdict, `null` where nothing was there to grade it against. */
export interface GradedCompletion {
  completion: Completion
  verdict: Verdict | null
}

/** What people say of a step. After the first wrong step, they often say nothing of the others. */
export type StepLabel = 'right' | 'wrong' | 'unknown'

/** A step that could come next: 1 is good, −1 bad, and `null` means that nobody rated it. */
export type RatedStep = { text: string; rating: 1 | 0 | -1 | null }

/**
 * The steps of a solution, or of its beginning, as people judged them: each by itself, or
 * candidates for the step that comes next.
 */
export type LabelledSteps = {
  id: string
  question: string
  steps: { text: string; label: StepLabel }[]
  candidates?: RatedStep[] | undefined
}
