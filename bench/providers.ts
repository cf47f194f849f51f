/** What an accelerator gains: each execution provider that starts here, beside the processor. */
import type { ExecutionProvider } from '../src/engine/index.ts'
import { executionProviders } from '../src/engine/index.ts'
import { decoding, training } from './engine.ts'
import type { Measured } from './measure.ts'
import { formatMeasured } from './measure.ts'
import type { SizeName } from './sizes.ts'

const steps = { '1m': 12, '4m': 12, '10m': 12, '135m': 6 } satisfies Record<SizeName, number>

/** Prints a line for each model size and provider, with the ratio to the processor's median. */
export async function printProviders(): Promise<void> {
  for (const size of Object.keys(steps) as SizeName[]) {
    const runs = size === '135m' ? 1 : 3
    await printRates(`training ${size}`, async (provider) => {
      const { loss, ...measured } = await training(size, steps[size], provider)
      return { measured, result: loss.toPrecision(6) }
    })
    await printRates(`decoding ${size}, batch 64`, async (executionProvider) => {
      const { text, ...measured } = await decoding(size, 64, { executionProvider, runs })
      return { measured, result: JSON.stringify(text.slice(0, 12)) }
    })
  }
}

/** `result` shows whether providers compute the same. */
type Run = (provider: ExecutionProvider) => Promise<{ measured: Measured; result: string }>

async function printRates(what: string, run: Run): Promise<void> {
  let processor: number | undefined
  for (const provider of executionProviders) {
    try {
      const { measured, result } = await run(provider)
      processor ??= measured.median
      const ratio = (measured.median / processor).toPrecision(2)
      console.log(
        `${what.padEnd(24)} ${provider.padEnd(6)} ${formatMeasured(measured)} tokens/s, ${ratio} × cpu; result ${result}`,
      )
    } catch (error) {
      console.log(`${what.padEnd(24)} ${provider.padEnd(6)} ${String(error).split('\n')[0]}`)
    }
  }
}
