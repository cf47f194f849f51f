/**
 * The process of the `fast` tier: evaluates what it can, and answers `null` to what it leaves to
 * the next tier. Started by `fast.ts`.
 */
import { serveFrames } from '../blocking-frames.ts'
import { evaluateProgram } from './evaluate.ts'

const missingModules = new Set(JSON.parse(process.argv[2]!) as string[])

serveFrames((request, begin) => {
  begin()
  const { code, ...limits } = JSON.parse(request) as {
    code: string
    outputBytes: number
    isNotebook: boolean
    prelude?: string
    epilogue?: string
  }
  return JSON.stringify(evaluateProgram(code, { ...limits, missingModules }))
})
process.exit(0)
