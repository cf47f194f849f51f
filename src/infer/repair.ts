/** Strategy `repair`: the likeliest program, mended by the model while it fails. */
import type { Prediction, Task } from '../core/index.ts'
import { finalAttempt, repairRounds, type Attempt } from './repair-rounds.ts'
import { defaultOptions } from './strategy-options.ts'
import { requireTools, type Strategy } from './strategy.ts'

const asked: Pick<Strategy, 'needs' | 'runs'> = { needs: ['generate'], runs: true }

export const repair: Strategy = {
  description:
    'the value of one program, drawn at temperature 0; while it fails, the model is shown its error and writes another',
  ...asked,
  reads: ['rounds'],
  async *answer(problemId, tools, options = {}, signal): Task<Prediction> {
    requireTools('repair', asked, tools)
    const { generate, run, revise } = tools as Required<typeof tools>
    const [completion] = await generate({ numGenerations: 1, temperature: 0 }, signal)
    const first = { completion: completion!, ...(await run(completion!)) }
    const [attempts] = yield* repairRounds(
      [first],
      {
        run: (completions) => Promise.all(completions.map(run)),
        // eslint-disable-next-line require-yield -- drawing reports nothing yet
        revise: async function* (failed) {
          return Promise.all(failed.map((each) => revise(each, signal)))
        },
      },
      options.rounds ?? defaultOptions.rounds,
    )
    return predict(problemId, attempts!, options.trace)
  },
}

function predict(problemId: string, attempts: readonly Attempt[], trace = false): Prediction {
  const final = finalAttempt(attempts)
  const candidates = attempts.map(({ answer, error }, index) => ({
    index,
    answer,
    ...(error && { error }),
  }))
  return {
    problemId,
    answer: final.answer,
    text: final.completion.text,
    cost: {
      completions: attempts.length,
      tokens: attempts.reduce((total, { completion }) => total + (completion.tokens ?? 0), 0),
    },
    ...(trace && { trace: { candidates, choice: attempts.indexOf(final) } }),
  }
}
