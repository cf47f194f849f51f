/** The scores that a judge gives to labelled steps, each after the steps before it. */
import { DataError, type LabelledSteps } from '../../core/index.ts'
import {
  sayRationales,
  type RationaleModel,
  type StepCandidate,
  type StepJudgement,
  type Trajectory,
} from '../../infer/index.ts'

/** Who scores steps, and who says rationales before. */
export interface StepScorers {
  rationales?: RationaleModel
  score: StepJudgement
}

/**
 * The scores of a record, in order; `null` where a step is longer than the judge reads. Steps are
 * not scored, and have none, where nothing is known of any of them.
 */
export interface RecordScores {
  steps: (number | null)[]
  candidates: (number | null)[]
}

/** Returns the scores of each record. @throws DataError for a score that is no number */
export async function scoreRecords(
  { rationales, score }: StepScorers,
  records: readonly LabelledSteps[],
): Promise<RecordScores[]> {
  const asked = records.map(questionsOf)
  const open = asked.flatMap((own) => own.map(({ trajectory }) => trajectory))
  const said = rationales && (await sayRationales(rationales, open))
  const candidates = asked.flatMap((own) => own.map((each) => each.candidates))
  const scores = (await score(open, candidates, said)).values()
  return asked.map((own, place) => {
    const found: RecordScores = { steps: [], candidates: [] }
    for (const { of } of own) found[of].push(...scores.next().value!.map(checked(records[place]!)))
    return found
  })
}

const checked =
  ({ id }: LabelledSteps) =>
  (score: number | null): number | null => {
    if (score === null || Number.isFinite(score)) return score
    throw new DataError(
      `the judge gives a step of "${id}" the score ${score}, which is no number`,
      {
        hint: 'Its weights may hold values that are no numbers.',
      },
    )
  }

/** Candidates for one step. */
interface Question {
  of: keyof RecordScores
  trajectory: Trajectory
  candidates: StepCandidate[]
}

/**
 * What is asked about a record: each step by itself, as far as anything is known of them, and the
 * candidates together.
 */
function questionsOf({ id, question, steps, candidates = [] }: LabelledSteps): Question[] {
  const texts = steps.map(({ text }) => candidateOf(text))
  const taken = texts.map((text) => ({ candidates: [{ ...text, score: null }], choice: 0 }))
  const before = [...textsBefore(texts)]
  const after = (count: number): Trajectory => ({
    problemId: id,
    question,
    text: before[count]!,
    steps: taken.slice(0, count),
    tokens: 0,
    isEnded: false,
  })
  const isLabelled = steps.some(({ label }) => label !== 'unknown')
  const ofSteps = texts.map((text, place): Question => ({
    of: 'steps',
    trajectory: after(place),
    candidates: [text],
  }))
  const ofCandidates: Question = {
    of: 'candidates',
    trajectory: after(texts.length),
    candidates: candidates.map(({ text }) => candidateOf(text)),
  }
  return [...(isLabelled ? ofSteps : []), ...(candidates.length > 0 ? [ofCandidates] : [])]
}

/** A step as one that was drawn: it stands on lines of its own. */
const candidateOf = (text: string): StepCandidate => ({
  text: `${text.trim()}\n`,
  tokens: 0,
  logprob: 0,
  isLast: false,
})

/** Yields what stands before each step, and before the one that would come next. */
function* textsBefore(steps: readonly StepCandidate[]): Generator<string, void, void> {
  let text = ''
  yield text
  for (const step of steps) yield (text += step.text)
}
