/**
 * `reckoner score`: prompts and continuations in, log-probabilities out; with an evaluator, or by
 * their arithmetic, completions in, scores out.
 */
import { Command } from 'commander'
import { z } from 'zod'
import type { ExecutionProvider } from '../../engine/index.ts'
import { requireCapability, scoreEach } from '../../model/index.ts'
import { modelRefHelp, openModel } from '../../sample/index.ts'
import { checkInputs, createFaults, goodRecords, writeRecords } from '../jsonl-io.ts'
import { givenBy, modelGivenBy, namedModel, pathGivenBy } from '../one-stage.ts'
import {
  completionsHelp,
  executionProviderOption,
  jsonLinesAnyway,
  problemsHelp,
} from '../options.ts'
import { requireRecords } from '../require-records.ts'
import { writeStageRecords } from '../stage-records.ts'

interface Options {
  model?: string
  in: string
  out?: string
  executionProvider: ExecutionProvider
}

const itemSchema = z.object({ prompt: z.string(), continuation: z.string() })
const scoresFile = 'scores.jsonl'
/** Items scored together. */
const BLOCK = 256

export function scoreCommand(): Command {
  return new Command('score')
    .description('Compute the log-probability of each continuation after its prompt.')
    .addCommand(evaluatorCommand())
    .addCommand(equationsCommand())
    .enablePositionalOptions() // what follows their names is their own, as the program has it too
    .option('--model <model>', modelRefHelp)
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
    .action(async ({ model: name, ...options }: Options, command: Command) => {
      if (name === undefined)
        command.error("error: required option '--model <model>' not specified")
      checkInputs([options.in], options.out)
      await requireRecords('--in', options.in, ['continuations'])
      const faults = createFaults()
      await using model = await openModel(namedModel(name), {
        executionProvider: options.executionProvider,
      })
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

interface EvaluatorOptions {
  model: string
  problems: string
  completions: string
  out?: string
  runs: string
  json?: boolean
}

function evaluatorCommand(): Command {
  return scoring('evaluator')
    .description('Compute how likely each completion is to be correct, as an evaluator says.')
    .requiredOption('--model <model>', 'an evaluator, made by `reckoner train evaluator`')
    .requiredOption('--problems <file>', problemsHelp)
    .option('--runs <directory>', 'directory for checkpoints and finished work', 'runs')
    .addHelpText(
      'after',
      '\nExample:\n  reckoner score evaluator --model my-evaluator --problems test.jsonl \\\n    --completions sampled.jsonl --out scores.jsonl',
    )
    .action(async ({ model, problems, completions, ...options }: EvaluatorOptions) => {
      const fields = {
        label: givenBy('--model', model),
        model: modelGivenBy('--model', model),
        problems: pathGivenBy('--problems', problems),
        completions: pathGivenBy('--completions', completions),
      }
      checkInputs([problems, completions], options.out)
      await requireRecords('--problems', problems, ['problems'])
      await requireRecords('--completions', completions, ['completions'])
      await writeStageRecords({ kind: 'score.evaluator', fields, file: scoresFile }, options)
    })
}

interface EquationsOptions {
  completions: string
  out?: string
  runs: string
  json?: boolean
}

function equationsCommand(): Command {
  return scoring('equations')
    .description(
      'Check the arithmetic of each completion: 1 where every equation in it holds, 0 where one does not.',
    )
    .option('--runs <directory>', 'directory for finished work', 'runs')
    .addHelpText(
      'after',
      '\nExample:\n  reckoner score equations --completions sampled.jsonl --out scores.jsonl\n' +
        '  reckoner select --strategy weightedVote --completions sampled.jsonl --scores scores.jsonl',
    )
    .action(async ({ completions, ...options }: EquationsOptions) => {
      checkInputs([completions], options.out)
      await requireRecords('--completions', completions, ['completions'])
      const fields = { completions: pathGivenBy('--completions', completions) }
      await writeStageRecords({ kind: 'score.equations', fields, file: scoresFile }, options)
    })
}

/** Begins a command whose output is the scores of completions. */
const scoring = (name: string): Command =>
  new Command(name)
    .requiredOption('--completions <file>', completionsHelp.replace('; - for standard input', ''))
    .option(
      '--out <file>',
      'file for the scores {problemId, index, score, textHash} (default: standard output)',
    )
    .option('--json', jsonLinesAnyway)
