import { expect, it } from 'vitest'
import { withGold } from '../gold.ts'
import { verifyCompletion } from '../verify.ts'

/** A sum of ones is read as its value; a beginning of it would be another value. */
it.each([1500, 20_001])(
  'does not read the beginning of a sum of %i terms for all of it',
  (terms) => {
    const sum = Array.from({ length: terms }, () => '1').join('+')
    for (const gold of ['999', '1000', '1001']) {
      const problem = withGold({ id: 'p', question: '?', answer: gold })
      for (const text of [
        `#### ${sum}`,
        `The answer is ${sum}`,
        `\\boxed{${sum}}`,
        `**Answer:** $${sum}$`,
      ])
        expect(verifyCompletion({ problemId: 'p', index: 0, text }, problem).verdict).not.toBe(
          'correct',
        )
    }
  },
)
