/**
 * Commands that need no model, run in this process: their files in a folder of their own, and what
 * they print.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeEach, vi } from 'vitest'
import { curateCommand } from '../../src/cli/commands/curate.ts'
import { dataCommand } from '../../src/cli/commands/data.ts'
import { equalCommand } from '../../src/cli/commands/equal.ts'
import { evaluateCommand } from '../../src/cli/commands/evaluate.ts'
import { selectCommand } from '../../src/cli/commands/select.ts'
import { verifyCommand } from '../../src/cli/commands/verify.ts'
import { AppError, describeError } from '../../src/core/index.ts'

export let folder: string

export const path = (name: string): string => join(folder, name)

/** Writes rows, or lines as they are, and returns the file's path. */
export function put(name: string, ...rows: unknown[]): string {
  writeFileSync(
    path(name),
    rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join(''),
  )
  return path(name)
}

export const rowsOf = (file: string): Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

/** What has been printed since the test began, and the error that ended the latest command. */
export const printed = { stdout: '', stderr: '', error: '' }

/** Gives the test file that calls it a folder of its own, and keeps what its tests print. */
export function useOfflineCommands(): void {
  const own = (folder = mkdtempSync(join(tmpdir(), 'offline-')))
  afterAll(() => rmSync(own, { recursive: true }))
  beforeEach(() => {
    printed.stdout = printed.stderr = printed.error = ''
    vi.spyOn(process.stdout, 'write').mockImplementation((text) =>
      Boolean((printed.stdout += String(text))),
    )
    vi.spyOn(process.stderr, 'write').mockImplementation((text) =>
      Boolean((printed.stderr += String(text))),
    )
  })
  afterEach(() => vi.restoreAllMocks())
}

/** Runs a command line and returns its exit status, as the program does. */
export async function run(...args: string[]): Promise<number> {
  const program = new Command().exitOverride()
  const commands = [
    verifyCommand(),
    equalCommand(),
    curateCommand(),
    selectCommand(),
    evaluateCommand(),
    dataCommand(),
  ]
  for (const command of commands) program.addCommand(command.exitOverride())
  try {
    await program.parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof AppError) {
      printed.error = describeError(error)
      return error.exitCode
    }
    if (error instanceof Error && 'exitCode' in error) return error.exitCode === 0 ? 0 : 2
    throw error
  }
}

export const completion = (
  problemId: string,
  index: number,
  text: string,
): { problemId: string; index: number; text: string } => ({ problemId, index, text })
