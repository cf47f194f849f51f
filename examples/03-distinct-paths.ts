/**
 * Two models' completions become training rows, and a published table becomes a law. Run: `npx tsx
 * examples/03-distinct-paths.ts`.
 */
import { curate, scale, verify } from 'reckoner'

const problem = verify.withGold({
  id: 'p',
  question: 'Tom has 3 boxes of 4 apples and eats 2. How many are left?',
  answer: '10',
  solution: 'Tom has <<3*4=12>>12 apples.\n<<12-2=10>>10 are left.\n#### 10',
})
const texts = {
  small: [
    '<<3*4=12>> minus two, <<12-2=10>>.\n#### 10',
    '<<3*4=13>> then <<13-3=10>>.\n#### 10',
    '3 * 4 = 12 and 12 - 2 = 10.\n#### 10',
  ],
  large: [
    '<<4+4+4=12>> and <<12-2=10>>.\n#### 10',
    '<<3*4=12>> so <<12-2=10>>\n#### 10',
    '#### 12',
  ],
}
const sources = Object.entries(texts).map(([model, own]) => ({
  model,
  completions: own.map((text, index) => ({ problemId: 'p', index, text })),
}))

// Correct answers with true equations, one for each distinct list of equations, and who found it.
const { rows, report } = await curate.curateRft([problem], sources, {
  includeGold: false,
  dropGoldPath: true,
})
for (const { completion, foundBy } of rows)
  console.log(JSON.stringify(completion.split('\n')[0]), foundBy?.join(' and '))
console.log(report.input, 'in,', report.kept, 'kept,', JSON.stringify(report.dropped))

// Accuracy of LLaMA-7B after RFT against distinct paths per question (Yuan et al. 2023, tables 2
// and 5).
const paths = [1.17, 1.44, 1.74, 2.2, 2.93, 3.94, 5.25]
const accuracy = [37.6, 39.0, 39.5, 41.6, 40.9, 40.7, 41.7]
const law = scale.fitCurve(
  'logLinear',
  paths.map((x, index) => ({ x, y: accuracy[index]! })),
)
if ('slope' in law) console.log(law.slope.toFixed(1), 'points per doubling of distinct paths')
