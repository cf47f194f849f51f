/**
 * Opening a model as large as people have them: float16 beside bfloat16, and beside Transformers
 * where it is installed, each in a fresh process. The model is `RECKONER_CHECKPOINT`, or one of
 * random weights of SmolLM2-135M's shape.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  freshModelJson,
  initialParameters,
  modelFiles,
  readModel,
  trainTokenizer,
} from '../src/model/index.ts'
import { formatMeasured, summarise } from './measure.ts'
import { printedBy, python } from './python.ts'
import { scoredItems } from './scored-items.ts'
import { sizes } from './sizes.ts'

const rounds = 5

/** Prints seconds and peak memory of each. */
export async function printOpening(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'reckoner-open-'))
  try {
    const model = await modelToOpen()
    for (const dtype of ['F16', 'BF16'] as const) {
      mkdirSync(join(folder, dtype))
      for (const [name, content] of Object.entries(modelFiles(model, dtype)))
        writeFileSync(join(folder, dtype, name), content)
    }
    const child = join(import.meta.dirname, 'open-child.ts')
    const peer = printedBy(
      'import torch, transformers; print(f"Transformers {transformers.__version__}, PyTorch {torch.__version__}")',
    )
    const runs: Record<string, () => string> = {
      float16: () => printed(process.execPath, ['--import', 'tsx', child, join(folder, 'F16')]),
      bfloat16: () => printed(process.execPath, ['--import', 'tsx', child, join(folder, 'BF16')]),
      ...(peer && {
        [`${peer}, float16`]: () =>
          printed(python, [
            join(import.meta.dirname, 'open_peer.py'),
            join(folder, 'F16'),
            JSON.stringify(scoredItems),
          ]),
        [`${peer}, bfloat16`]: () =>
          printed(python, [
            join(import.meta.dirname, 'open_peer.py'),
            join(folder, 'BF16'),
            JSON.stringify(scoredItems),
          ]),
      }),
    }
    const results: Record<string, number[][]> = Object.fromEntries(
      Object.keys(runs).map((name) => [name, []]),
    )
    for (let round = 0; round < rounds; round++)
      for (const [name, run] of Object.entries(runs))
        results[name]!.push(run().trim().split(' ').map(Number))
    for (const [name, measured] of Object.entries(results)) {
      const column = (place: number): number[] => measured.map((values) => values[place]!)
      const peak = (summarise(column(1)).median / 2 ** 20).toFixed(0)
      console.log(
        `open and score five texts, ${name}: ${formatMeasured(summarise(column(0)))} s, peak ${peak} MiB, log-probability ${column(2)[0]!.toFixed(4)}`,
      )
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function modelToOpen(): Promise<Parameters<typeof modelFiles>[0]> {
  const named = process.env['RECKONER_CHECKPOINT']
  if (named) return readModel(named)
  const { tokenizerJson, tokenizerConfig } = trainTokenizer(['a b'], 260)
  const config = sizes['135m']
  return {
    files: freshModelJson(config, tokenizerJson, tokenizerConfig),
    parameters: initialParameters(config, 1),
  }
}

const printed = (command: string, args: readonly string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
