import { expect, it } from 'vitest'
import { solveCommand } from './solve.ts'

it.each(['', ' \n'])('refuses an empty question before it opens a model: %j', async (question) => {
  const solving = solveCommand().parseAsync([question, '--model', 'base-250k'], { from: 'user' })
  await expect(solving).rejects.toMatchObject({
    name: 'ConfigError',
    message: 'the question is empty',
    exitCode: 2,
  })
})
