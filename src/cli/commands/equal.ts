/** `reckoner equal`: are two answers the same? */
import { Command } from 'commander'
import { z } from 'zod'
import { ConfigError, DataError, answerText, counted } from '../../core/index.ts'
import { sourceName } from '../../data/index.ts'
import { compareAnswers } from '../../verify/index.ts'
import { checkInputs, createFaults, goodRecords, printSummary, writeRecords } from '../jsonl-io.ts'
import { conventionOption, policyOf, policyOption, type PolicyOptions } from '../options.ts'
import { requireRecords } from '../require-records.ts'
import { print } from '../output.ts'

interface Options extends PolicyOptions {
  in: string
  out?: string
  json?: boolean
}

/** Answers stay in the record as they are. A prediction may be `null`: none was made. */
const pairSchema = z
  .looseObject({ gold: z.unknown(), prediction: z.unknown() })
  .transform((pair, context) => {
    const gold = read('gold', pair.gold, context)
    const prediction = pair.prediction === null ? '' : read('prediction', pair.prediction, context)
    return { pair, gold, prediction }
  })

function read(field: string, value: unknown, context: z.RefinementCtx): string {
  const answer = answerText(value)
  if ('text' in answer) return answer.text
  context.addIssue({ code: 'custom', path: [field], message: answer.fault })
  return z.NEVER
}

export function equalCommand(): Command {
  return new Command('equal')
    .description(
      'Compare answers: numbers, formulas, lists, intervals, matrices, equations, choices; LaTeX or plain text.',
    )
    .argument('[gold]', 'the correct answer; without it, pairs are read from a file')
    .argument('[prediction]', 'the answer to compare with it')
    .option('--in <file>', 'pairs: {gold, prediction}; - for standard input', '-')
    .option(
      '--out <file>',
      'file for the pairs, each with {equivalent: true | false | null, reason} (default: standard output)',
    )
    .addOption(policyOption())
    .addOption(conventionOption())
    .option('--json', 'print the summary as JSON')
    .addHelpText(
      'after',
      '\nGold and prediction may be whole texts that mark their answer, such as \\boxed{5} or\n' +
        '"The answer is 5". `equivalent` is null if an answer cannot be read, or if the comparison\n' +
        'would take too many steps.',
    )
    .addHelpText(
      'after',
      "\nExamples:\n  reckoner equal '\\frac{1}{2}' 0.5\n  reckoner equal --in pairs.jsonl --out compared.jsonl",
    )
    .action((gold: string | undefined, prediction: string | undefined, options: Options) =>
      gold === undefined ? compareFile(options) : comparePair(gold, prediction, options),
    )
}

const equivalence = { equal: true, different: false, unknown: null } as const

async function comparePair(
  gold: string,
  prediction: string | undefined,
  options: Options,
): Promise<void> {
  if (options.in !== '-') throw new ConfigError('equal takes two answers or --in, not both')
  if (prediction === undefined)
    throw new ConfigError('equal takes two answers, or only --in', {
      hint: "for example: reckoner equal '1/2' 0.5",
    })
  const { outcome, layer, reason } = compareAnswers(gold, prediction, policyOf(options))
  const result = { gold, prediction, equivalent: equivalence[outcome], layer, reason }
  await print(options.json ? `${JSON.stringify(result)}\n` : `${outcome}: ${reason}\n`)
}

async function compareFile(options: Options): Promise<void> {
  checkInputs([options.in], options.out)
  await requireRecords('--in', options.in, ['pairs of answers'])
  const faults = createFaults()
  const policy = policyOf(options)
  const counts = { equal: 0, different: 0, unknown: 0 }
  await writeRecords(options.out, async (write) => {
    for await (const { value } of goodRecords(options.in, pairSchema, faults)) {
      const { outcome, reason } = compareAnswers(value.gold, value.prediction, policy)
      counts[outcome]++
      await write({ ...value.pair, equivalent: equivalence[outcome], reason })
    }
    if (counts.equal + counts.different + counts.unknown === 0)
      throw new DataError(`${sourceName(options.in)}: it contains no pairs`)
  })
  const { equal, different, unknown } = counts
  printSummary(
    options,
    `${counted(equal + different + unknown, 'pair')}: ${equal} equal, ${different} different, ${unknown} unknown`,
    counts,
  )
  faults.finish()
}
