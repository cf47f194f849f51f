/** `reckoner sample`: problems in, completions of a model out. */
import { join, resolve } from 'node:path'
import { Command } from 'commander'
import { ConfigError } from '../../core/index.ts'
import { readCompletions } from '../../data/index.ts'
import { writeRecords } from '../jsonl-io.ts'
import { absoluteModel, runOneStage } from '../one-stage.ts'
import { numberBetween, problemsHelp, repeated, wholeNumber } from '../options.ts'

interface Options {
  model: string
  problems: string
  numGenerations: number
  temperature: number
  maxNewTokens: number
  seed: number
  set?: string[]
  runs: string
  out?: string
  json?: boolean
}

export function sampleCommand(): Command {
  return new Command('sample')
    .description('Draw completions of problems from a model.')
    .requiredOption('--model <model>', 'a model directory in Hugging Face layout, or a shipped name')
    .requiredOption('--problems <file>', problemsHelp)
    .option('--num-generations <k>', 'completions of each problem', wholeNumber(1), 1)
    .option('--temperature <t>', '0 takes the likeliest completion', numberBetween(0, 10), 0.7)
    .option('--max-new-tokens <n>', 'longest completion, in tokens', wholeNumber(1), 256)
    .option('--seed <n>', 'of the sampling', wholeNumber(0), 1)
    .option('--set <key=value>', 'a further setting, such as topP=0.95 or executionProvider=webgpu (repeatable)', repeated, [])
    .option('--runs <directory>', 'where unfinished and finished work is kept', 'runs')
    .option('--out <file>', 'where completions go (default: standard output)')
    .addHelpText(
      'after',
      '\nExample:\n  reckoner sample --model runs/quickstart-…/sft@1 --problems test.jsonl --num-generations 8 --out sampled.jsonl',
    )
    .action(async ({ model, problems, numGenerations, temperature, maxNewTokens, seed, set = [], runs, out, json }: Options) => {
      const fields = { label: model, model: absoluteModel(model), problems: resolve(problems), maxNewTokens }
      const greedy = temperature === 0
      if (greedy && numGenerations > 1) {
        throw new ConfigError('at temperature 0 every completion of a problem is the same', {
          hint: 'leave --num-generations out, or raise --temperature',
        })
      }
      const stage = greedy
        ? { kind: 'infer.greedy', fields }
        : { kind: 'sample', fields: { ...fields, numGenerations, temperature } }
      const directory = await runOneStage({ ...stage, seed, set, runs, json })
      if (json && out === undefined) return
      await writeRecords(out, async (write) => {
        for await (const entry of readCompletions(join(directory, 'completions.jsonl'))) {
          if ('error' in entry) throw entry.error
          await write({ ...entry.value, modelId: model, seed })
        }
      })
    })
}
