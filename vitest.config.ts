import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { commitDraw, leftOut } from './tests/quick.ts'
import { drawVariable } from './tests/support/slice-of.ts'

// What the project keeps for a user, and what a user has put there, is left alone.
process.env['XDG_CACHE_HOME'] = join(import.meta.dirname, 'node_modules', '.cache')

/** Starts with the files whose tests start processes: one of them at the end would run alone. */
class ProcessesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ project }: TestSpecification): boolean =>
      project.name === 'sandbox' || project.name === 'e2e'
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig(({ mode }) => {
  // `npm test` has the mode `quick`. Test files read the variable.
  const draw = (process.env[drawVariable] ??= mode === 'quick' ? commitDraw() : 'all')
  const exclude = leftOut(draw)
  const shared = { exclude, testTimeout: 60_000 } // machines are shared: no test asserts its time
  return {
    test: {
      maxWorkers: '100%', // else Vitest leaves one core idle
      sequence: { sequencer: ProcessesFirst },
      projects: [
        {
          test: {
            ...shared,
            name: 'unit',
            include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
            exclude: [
              ...exclude,
              'src/{engine,model,train,sample}/**',
              'src/execute/linux/**',
              'tests/{e2e,execute}/**',
            ],
            isolate: false, // its files share one process, and what they import
          },
        },
        {
          test: {
            ...shared,
            name: 'engine',
            include: ['src/{engine,model,train,sample}/**/*.test.ts'],
          },
        },
        {
          test: {
            ...shared,
            name: 'sandbox',
            include: ['tests/execute/**/*.test.ts', 'src/execute/linux/*.test.ts'],
          },
        },
        {
          test: {
            ...shared,
            name: 'e2e',
            include: ['tests/e2e/**/*.test.ts'],
            testTimeout: 300_000,
          },
        },
      ],
    },
  }
})
