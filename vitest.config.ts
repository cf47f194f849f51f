import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// What the project keeps for a user, and what a user has put there, is left alone.
process.env['XDG_CACHE_HOME'] = join(import.meta.dirname, 'node_modules', '.cache')

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: [
            'src/{engine,model,train,sample}/**',
            'src/execute/linux/**',
            'tests/{e2e,execute}/**',
          ],
          testTimeout: 60_000, // machines are shared: no test asserts how long it took
        },
      },
      {
        test: {
          name: 'engine',
          include: ['src/{engine,model,train,sample}/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'sandbox',
          include: ['tests/execute/**/*.test.ts', 'src/execute/linux/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      { test: { name: 'e2e', include: ['tests/e2e/**/*.test.ts'], testTimeout: 300_000 } },
    ],
  },
})
