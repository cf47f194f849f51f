/** Faults injected into thousands of correct programs: each really fails, in one of many ways. */
import { describe, expect, it } from 'vitest'
import { mapConcurrent, rng } from '../src/core/index.ts'
import { faultKinds, faultNames, injectAndRun, type FaultName } from '../src/curate/index.ts'
import { proceduralProblem } from '../src/data/index.ts'
import { openSandbox, outlineProgram } from '../src/execute/index.ts'
import { verifyCode, withGold, type GradableProblem } from '../src/verify/index.ts'
import { areRealProgramsThere, realPrograms } from './support/real-programs.ts'
import { sliceOf } from './support/slice-of.ts'

/** What `npm test` takes is one of so many slices. */
const slices = 20
const programsInAll = 10_000

interface Case {
  id: string
  code: string
  answer: string | null
}

/** Files with programs of models that are written in different ways. */
const files = [
  'gsm8k_pot_codex_fewshot',
  'svamp_pot_codex_zeroshot',
  'gsm8k_tora_70b',
  'gsm8k_tora_code_34b',
] as const

/** This run's slice of programs of models, as far as there are any, and procedural ones. */
function cases(): Case[] {
  const real = areRealProgramsThere ? files.flatMap(realPrograms) : []
  const options = { seed: 5, split: 'train', steps: { min: 2, max: 8 } } as const
  const places = Array.from({ length: programsInAll }, (_, place) => place)
  return sliceOf(places, slices).map((place) => {
    if (real[place]) return { ...real[place], answer: null }
    const { id, program, answer } = proceduralProblem(options, place)
    return { id, code: program, answer }
  })
}

describe('faults in correct programs', () => {
  it(
    'make each program fail, or give another answer, in many ways',
    { timeout: 480_000 },
    async () => {
      await using sandbox = openSandbox({ limits: { timeoutMs: 1_000 } })
      const own = cases()
      const byClass = new Map<string, number>()
      const byKind = new Map<FaultName, number>()
      const unfit: string[] = []
      let withoutFault = 0
      const work = async ({ id, code, answer }: Case): Promise<void> => {
        const problem = await problemOf(id, code, answer, sandbox)
        // Programs that fail already, give what is no answer, or are not read.
        if (problem === null || outlineProgram(code) === null) return
        const random = rng('tests', 'faults', id)
        const weights = Object.fromEntries(faultNames.map((kind) => [kind, 1]))
        const options = { sandbox, includeWrongAnswers: true }
        const fault = await injectAndRun({ code, problem }, random, weights, options)
        if (fault === null) {
          withoutFault++
          return
        }
        const again = await verifyCode(
          { problemId: id, index: 0, code: fault.program },
          problem,
          sandbox,
        )
        const isSame =
          'error' in fault
            ? JSON.stringify(again.error) === JSON.stringify(fault.error)
            : again.verdict === 'incorrect' && again.answer === fault.wrongAnswer
        if (!isSame || words(fault.program) === words(code)) unfit.push(`${id} ${fault.kind}`)
        const name = 'error' in fault ? fault.error.type : 'wrongAnswer'
        byClass.set(name, (byClass.get(name) ?? 0) + 1)
        byKind.set(fault.kind, (byKind.get(fault.kind) ?? 0) + 1)
      }
      for await (const _ of mapConcurrent(own, { limit: 64 }, work));
      expect(unfit).toEqual([])
      expect(withoutFault).toBeLessThan(own.length / 50)
      expect([...byKind.keys()].toSorted()).toEqual(Object.keys(faultKinds).toSorted())
      expect(byClass.size).toBeGreaterThanOrEqual(8)
    },
  )
})

/** The program's own answer is the right one where no other is known. */
async function problemOf(
  id: string,
  code: string,
  answer: string | null,
  sandbox: ReturnType<typeof openSandbox>,
): Promise<GradableProblem | null> {
  const { text } = answer === null ? await sandbox.run({ id, code }) : { text: answer }
  if (text === null || !/^-?\d+(?:\.\d+)?$/.test(text)) return null
  const problem = withGold({ id, question: '', answer: text })
  const { verdict } = await verifyCode({ problemId: id, index: 0, code }, problem, sandbox)
  return verdict === 'correct' ? problem : null
}

/** A program without its comments and blanks, but with its indentation. */
const words = (code: string): string =>
  code
    .split('\n')
    .map((line) => line.replace(/#[^'"]*$/, '').trimEnd())
    .filter((line) => line !== '')
    .map((line) => /^ */.exec(line)![0] + line.replaceAll(/\s+/g, ''))
    .join('\n')
