/** PyTorch and Transformers on the same work, where a Python has them. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { decodingLengths, trainingBatch } from './engine.ts'
import type { Measured } from './measure.ts'
import { summarise } from './measure.ts'
import { printedBy, python } from './python.ts'
import type { SizeName } from './sizes.ts'
import { sizes } from './sizes.ts'

/** Returns the versions found, `undefined` where the peer is not installed. */
export const peerVersions = (): string | undefined =>
  printedBy(
    'import torch, transformers; print(f"PyTorch {torch.__version__}, Transformers {transformers.__version__}")',
  )

function run(task: string, spec: object): Measured {
  const output = execFileSync(
    python,
    [join(import.meta.dirname, 'peer.py'), task, JSON.stringify(spec)],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  return summarise(output.trim().split('\n').map(Number))
}

export const peerTraining = (size: SizeName, steps: number): Measured =>
  run('train', { ...sizes[size], ...trainingBatch, steps })
export const peerDecoding = (size: SizeName, batch: number): Measured =>
  run('generate', { ...sizes[size], ...decodingLengths, batch, runs: 2 })
