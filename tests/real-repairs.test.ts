/**
 * The loop of repairs over programs of real models that really fail, with an oracle that knows each
 * fault and how many rounds it takes to mend it. Skipped where the data folder is absent.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drain, type Completion } from '../src/core/index.ts'
import { openSandbox, type Sandbox } from '../src/execute/index.ts'
import { finalAttempt, repairRounds, type Attempt } from '../src/infer/index.ts'
import { runProgram } from '../src/verify/index.ts'
import {
  areRealProgramsThere,
  harnessedPrograms,
  realProgramFiles,
} from './support/real-programs.ts'

const rounds = 3

describe.skipIf(!areRealProgramsThere)('repairs of real programs', { timeout: 300_000 }, () => {
  let sandbox: Sandbox
  beforeAll(() => {
    sandbox = openSandbox({ limits: { timeoutMs: 2_000 } })
  })
  afterAll(() => sandbox[Symbol.asyncDispose]())

  const run = (prelude: string | undefined) => (completions: readonly Completion[]) =>
    Promise.all(
      completions.map((completion) =>
        runProgram(completion, sandbox, { ...(prelude !== undefined && { prelude }) }),
      ),
    )

  it.each(realProgramFiles.filter((file) => !file.startsWith('aqua')))(
    '%s: every failing program is shown with its own error, until it runs or the rounds end',
    async (file) => {
      const programs = harnessedPrograms(file)
      const { prelude } = programs[0]!
      const firsts = programs.map(({ id, code }): Completion => ({
        problemId: id,
        index: 0,
        text: code,
      }))
      const runs = await run(prelude)(firsts)
      const attempts = firsts.map((completion, place): Attempt => ({ completion, ...runs[place]! }))
      const failing = attempts.filter(({ error }) => error !== null)
      expect(failing.length).toBeGreaterThan(0)
      // The oracle needs one to four rounds, and its programs fail with a message of their own.
      const neededOf = new Map(
        failing.map(({ completion }, place) => [completion.problemId, 1 + (place % 4)]),
      )
      const messages = new Map(
        failing.map(({ completion, error }) => [completion.problemId, error!.message]),
      )
      const asked: number[] = []
      const tried = await drain(
        repairRounds(
          attempts,
          {
            run: run(prelude),
            // eslint-disable-next-line require-yield -- an oracle reports nothing
            revise: async function* (failed, round) {
              asked.push(failed.length)
              return failed.map(({ problemId, error }) => {
                expect(error.message).toBe(messages.get(problemId))
                const message = `${problemId} after round ${round}`
                messages.set(problemId, message)
                const mended = round >= neededOf.get(problemId)!
                const text = mended
                  ? `ans = ${round}`
                  : `raise ValueError(${JSON.stringify(message)})`
                return { problemId, index: 0, text }
              })
            },
          },
          rounds,
        ),
      )
      const needed = [...neededOf.values()]
      expect(asked).toEqual(
        [1, 2, 3]
          .map((round) => needed.filter((count) => count >= round).length)
          .filter((count) => count > 0),
      )
      for (const own of tried) {
        const { completion, error } = own[0]!
        const count = error === null ? 0 : neededOf.get(completion.problemId)!
        expect(own).toHaveLength(1 + Math.min(count, rounds))
        expect(finalAttempt(own)).toBe(count > rounds ? own[0] : own.at(-1))
        if (count > 0 && count <= rounds) expect(finalAttempt(own).answer).toBe(String(count))
      }
    },
  )
})
