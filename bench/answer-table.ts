/** Comparisons of answers a second, side by side with Math-Verify where it is installed. */
import { agreement, comparison, mathVerify, mathVerifyVersion, pairSets } from './answers.ts'
import { formatMeasured } from './measure.ts'

/**
 * Prints the table. Each line compares the pairs of one set on one core, both answers read anew.
 */
export async function printAnswers(): Promise<void> {
  const peer = mathVerifyVersion()
  console.log(`comparing answers; ${peer ?? 'Math-Verify not found, no ratios'}`)
  for (const [name, pairs] of pairSets()) {
    const ours = await comparison(pairs)
    const theirs = peer ? mathVerify(pairs) : null
    const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
    const versus = theirs
      ? `  ${(ours.median / theirs.speed.median).toFixed(0)} × the peer's ${formatMeasured(theirs.speed)}, which agrees on ${percent(theirs.agreement)}`
      : ''
    console.log(
      `${name.padEnd(12)} ${formatMeasured(ours)} pairs/s, agreement ${percent(agreement(pairs))}${versus}`,
    )
  }
}
