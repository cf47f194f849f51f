/**
 * Rates of training and decoding, side by side with PyTorch and Transformers where they are
 * installed.
 */
import { decoding, matrixProduct, training, trainingFlops } from './engine.ts'
import type { Measured } from './measure.ts'
import { formatMeasured, summarise } from './measure.ts'
import { peerDecoding, peerTraining, peerVersions } from './peer.ts'
import type { SizeName } from './sizes.ts'

const peer = peerVersions()

/**
 * Ours and theirs by turns, so that a noisy minute hits both; ratios are of medians over all
 * rounds.
 */
async function sideBySide(
  rounds: number,
  ours: () => Promise<Measured>,
  theirs: () => Measured,
): Promise<[Measured, Measured | undefined]> {
  const mine: number[] = []
  const others: number[] = []
  for (let round = 0; round < rounds; round++) {
    mine.push((await ours()).median)
    if (peer) others.push(theirs().median)
  }
  return [summarise(mine), peer ? summarise(others) : undefined]
}

const ratio = (ours: Measured, theirs: Measured | undefined): string =>
  theirs
    ? `  ${(ours.median / theirs.median).toFixed(2)} × the peer's ${formatMeasured(theirs)}`
    : ''

/** Prints the table. */
export async function printModels(): Promise<void> {
  console.log(`${peer ?? 'PyTorch not found, no ratios'}\n`)
  const product = await matrixProduct()
  console.log(`matrix product        ${formatMeasured(product)} GFLOP/s\n`)

  for (const size of ['1m', '4m', '10m'] satisfies SizeName[]) {
    const steps = size === '10m' ? 6 : 12
    const before = await matrixProduct()
    const [ours, theirs] = await sideBySide(
      3,
      () => training(size, steps),
      () => peerTraining(size, steps),
    )
    const after = await matrixProduct()
    const share = (ours.median * trainingFlops(size)) / 1e9 / ((before.median + after.median) / 2)
    console.log(
      `training ${size.padEnd(4)}         ${formatMeasured(ours)} tokens/s, ${(100 * share).toFixed(0)} % of the matrix product${ratio(ours, theirs)}`,
    )
  }
  console.log()
  for (const batch of [1, 64, 256]) {
    const [ours, theirs] = await sideBySide(
      3,
      () => decoding('1m', batch),
      () => peerDecoding('1m', batch),
    )
    console.log(
      `decoding 1m, batch ${String(batch).padEnd(3)} ${formatMeasured(ours)} tokens/s${ratio(ours, theirs)}`,
    )
  }
  const [large, largePeer] = await sideBySide(
    2,
    () => decoding('4m', 256),
    () => peerDecoding('4m', 256),
  )
  console.log(
    `decoding 4m, batch 256 ${formatMeasured(large)} tokens/s${ratio(large, largePeer)}\n`,
  )
}
