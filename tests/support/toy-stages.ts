/**
 * Three small stages that use everything a stage may use: seeds, partial work, costs, inputs of
 * every kind, results.
 */
import { appendFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { rng, throwIfCancelled } from '../../src/core/index.ts'
import { defineStage } from '../../src/recipe/index.ts'
import { writeFileAtomic } from '../../src/store/index.ts'

const numbers = defineStage({
  version: 1,
  description: 'Writes the numbers from 1 to count.',
  settings: z.strictObject({ count: z.int().min(1).max(1000).default(4).describe('How many.') }),
  inputs: {},
  perSeed: false,
  async *run({ settings, out }) {
    const writer = await out.writer('numbers.jsonl')
    for (let number = 1; number <= settings.count; number++) await writer.write(`${number}\n`)
    await writer.commit()
    yield { type: 'note', level: 'info', message: `${settings.count} numbers` }
  },
})

const noise = defineStage({
  version: 1,
  description:
    'Adds a random number to each number, one chunk at a time; finished chunks outlive the process.',
  settings: z.strictObject({
    scale: z.number().positive().describe('Bound of what is added.'),
    pauseMs: z.int().nonnegative().default(0).describe('Time that each chunk takes.'),
    trace: z.string().optional().describe('A file that gets a line for every chunk computed.'),
    shape: z
      .strictObject({ offset: z.number().default(0).describe('Added to all.') })
      .default({ offset: 0 })
      .describe('A nested setting.'),
  }),
  inputs: { from: { kind: 'path' }, model: { kind: 'model', optional: true } },
  perSeed: true,
  async *run({ id, settings, seed, inputs, out, partial, signal, charge }) {
    const file = inputs.from![0]!
    const text = await readFile(
      file.endsWith('.jsonl') ? file : join(file, 'numbers.jsonl'),
      'utf8',
    )
    const lines = text.trimEnd().split('\n')
    const writer = await out.writer('noisy/numbers.txt')
    for (const [index, line] of lines.entries()) {
      throwIfCancelled(signal)
      const chunk = join(partial.directory, `${index}.txt`)
      const saved = await readFile(chunk, 'utf8').catch(() => undefined)
      const value =
        saved ??
        String(
          Number(line) + settings.shape.offset + settings.scale * rng('toy', seed, index).next(),
        )
      if (saved === undefined) {
        if (settings.trace !== undefined) appendFileSync(settings.trace, `${id} ${index}\n`)
        await sleep(settings.pauseMs)
        await writeFileAtomic(chunk, value)
        charge({ tokens: 10, completions: 1 })
      }
      await writer.write(`${value}\n`)
      yield { type: 'progress', label: id, done: index + 1, total: lines.length, unit: 'chunks' }
    }
    await writer.commit()
  },
})

const sum = defineStage({
  version: 1,
  description: 'Adds everything up.',
  settings: z.strictObject({}),
  inputs: { parts: { kind: 'artifact', list: true }, extra: { kind: 'path', optional: true } },
  perSeed: false,
  gathers: true,
  async *run({ inputs, out }) {
    const texts = await Promise.all(
      inputs.parts!.map((part) => readFile(join(part, 'noisy', 'numbers.txt'), 'utf8')),
    )
    const values = texts.map((text) =>
      text
        .trimEnd()
        .split('\n')
        .reduce((total, line) => total + Number(line), 0),
    )
    const written = await out.writer('sums.json')
    await written.write(JSON.stringify(values))
    await written.commit()
    const results = await out.writer('results.json')
    const value = Math.min(1, values.length / 10)
    await results.write(
      JSON.stringify({
        metrics: [
          {
            name: 'accuracy',
            model: 'toy',
            strategy: 'greedy',
            dataset: 'numbers',
            value,
            ci95: [0, 1],
            n: 4,
          },
        ],
        conservation: [{ input: 4, kept: 3, dropped: { duplicate: 1 } }],
      }),
    )
    await results.commit()
    yield { type: 'metric', name: 'parts', value: values.length }
  },
})

/** Adds up for each seed, and for each place on the axes that a recipe does not gather. */
const sumEach = { ...sum, perSeed: 'inherit' as const, gathers: false }

export const toyStages = {
  'toy.numbers': numbers,
  'toy.noise': noise,
  'toy.sum': sum,
  'toy.sumEach': sumEach,
}

export const toyRecipe = `name: toy
description: Numbers, with noise, added up.
seeds: [1, 2]
stages:
  - id: data
    stage: toy.numbers
    count: 4
  - id: noisy
    stage: toy.noise
    from: data
    scale: 0.5
  - id: total
    stage: toy.sum
    parts: [noisy]
`
