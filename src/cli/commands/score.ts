/** `reckoner score`: prompts and continuations in, log-probabilities out. */
import { Command } from 'commander'
import { z } from 'zod'
import type { ExecutionProvider } from '../../engine/index.ts'
import { requireCapability, scoreEach } from '../../model/index.ts'
import { modelRefHelp, openModel } from '../../sample/index.ts'
import { checkInputs, createFaults, goodRecords, writeRecords } from '../jsonl-io.ts'
import { namedModel } from '../one-stage.ts'
import { executionProviderOption, jsonLinesAnyway } from '../options.ts'
import { requireRecords } from '../require-records.ts'

interface Options {
  model: string
  in: string
  out?: string
  executionProvider: ExecutionProvider
}

const itemSchema = z.object({ prompt: z.string(), continuation: z.string() })
/** Items scored together. */
const BLOCK = 256

export function scoreCommand(): Command {
  return new Command('score')
    .description('Compute the log-probability of each continuation after its prompt.')
    .requiredOption('--model <model>', modelRefHelp)
    .option('--in <file>', 'records {prompt, continuation}; - for standard input', '-')
    .option(
      '--out <file>',
      'file for the scores {logprob, tokens: [{text, logprob}]} (default: standard output)',
    )
    .addOption(executionProviderOption())
    .option('--json', jsonLinesAnyway)
    .addHelpText(
      'after',
      '\nExample:\n  reckoner score --model base-1m --in items.jsonl --out scores.jsonl',
    )
    .action(async (options: Options) => {
      checkInputs([options.in], options.out)
      await requireRecords('--in', options.in, ['continuations'])
      const faults = createFaults()
      await using model = await openModel(namedModel(options.model), options.executionProvider)
      requireCapability(model, 'score', '`reckoner score`')
      await writeRecords(options.out, async (write) => {
        let block: z.infer<typeof itemSchema>[] = []
        const flush = async (): Promise<void> => {
          for (const score of await scoreEach(model, block)) await write(score)
          block = []
        }
        for await (const { value } of goodRecords(options.in, itemSchema, faults)) {
          block.push(value)
          if (block.length === BLOCK) await flush()
        }
        if (block.length > 0) await flush()
      })
      faults.finish()
    })
}
