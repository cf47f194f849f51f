/** Scores that depend on nothing but the completion itself. */
import {
  counted,
  textHash,
  type Completion,
  type CompletionScore,
  type RunEvent,
} from '../../core/index.ts'
import type { StageContext } from '../stage.ts'
import { completionsOfInput, jsonLines, writeScoredFrom } from './files.ts'

/** Scores that are written together. */
const SCORES_AT_ONCE = 1000

/**
 * Writes `scores.jsonl` with the score of each completion of the input `completions`; no evaluator
 * is called for them.
 */
export async function* scoreEach(
  context: Pick<StageContext, 'inputs' | 'out' | 'places'>,
  scoreOf: (completion: Completion) => number,
): AsyncGenerator<RunEvent, void, void> {
  const writer = await context.out.writer('scores.jsonl')
  let waiting: CompletionScore[] = []
  let count = 0
  for await (const completion of completionsOfInput(context.inputs['completions']![0]!)) {
    const { problemId, index, text, modelId, seed } = completion
    waiting.push({
      problemId,
      index,
      score: scoreOf(completion),
      textHash: textHash(text),
      ...(modelId !== undefined && { modelId }),
      ...(seed !== undefined && { seed }),
    })
    count++
    if (waiting.length < SCORES_AT_ONCE) continue
    await writer.write(jsonLines(waiting))
    waiting = []
  }
  await writer.write(jsonLines(waiting))
  await writer.commit()
  await writeScoredFrom(context, { free: true })
  yield { type: 'note', level: 'info', message: counted(count, 'score') }
}
