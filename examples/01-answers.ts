/**
 * Comparing answers, grading texts and counting votes, with nothing but `reckoner/verify`. Run:
 * `npx tsx examples/01-answers.ts`.
 */
import {
  answerClasses,
  compareAnswers,
  readAnswer,
  rewardPolicy,
  verifyCompletion,
  withGold,
} from 'reckoner/verify'

// Two answers, as LaTeX or plain text. The result is equal, different or unknown, and says why.
console.log(compareAnswers(String.raw`\frac{1}{\sqrt{2}}`, 'sqrt(2)/2').outcome)
console.log(compareAnswers(String.raw`(-\infty, 2)`, 'x < 2').outcome)
console.log(compareAnswers('x = 1, y = 2', '(1, 2)').outcome)
console.log(compareAnswers('1', '9^{9^{9^9}}').outcome)

// Under the strict policy nothing is dropped or rounded; any setting can be changed.
console.log(compareAnswers('50', String.raw`50\%`, rewardPolicy).outcome)
console.log(compareAnswers('50', String.raw`50\%`, { ...rewardPolicy, percent: 'either' }).outcome)

// A problem's gold answer is read once; then any number of texts are graded against it.
const problem = withGold({ id: 'p', question: 'Solve x² = 2x.', answer: String.raw`\{0, 2\}` })
for (const [index, text] of [
  String.raw`So \boxed{x = 2 \text{ or } x = 0}.`,
  'The answer is 2.',
].entries()) {
  const { verdict, answer, reason } = verifyCompletion({ problemId: 'p', index, text }, problem)
  console.log(verdict, answer, reason)
}

// Votes: the answers that are the same share the index of the first of them.
const votes = [
  String.raw`\boxed{0.5}`,
  'The answer is 1/2.',
  '#### 2',
  String.raw`\boxed{\frac{2}{4}}`,
].map((text) => readAnswer(text).answer)
console.log(answerClasses(votes))
