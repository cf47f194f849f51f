/** `reckoner stages`: what recipes are made of. */
import { Command } from 'commander'
import { describeStage, stageKinds, type StageDescription } from '../../recipe/index.ts'
import { print } from '../output.ts'
import { schemaTable } from '../render/schema-table.ts'
import { tableLines } from '../render/table.ts'

export function stagesCommand(): Command {
  return new Command('stages')
    .description('List the stages of recipes, or the inputs and settings of one stage.')
    .argument('[kind]', 'the kind of stage, such as train.sft')
    .option('--json', 'print one JSON object for each stage, with the JSON Schema of its settings')
    .addHelpText(
      'after',
      '\nIn a recipe, a setting is written beside `id` and `stage`. `reckoner run` can change it with\n' +
        '--set <id>.<setting>=<value>. Commands that run one stage (sample, train) take\n' +
        '--set <setting>=<value>.\n\nThe smallest recipe, for `reckoner run mine.yaml`:\n' +
        '  name: mine\n  description: a base on ten questions\n  seeds: [1]\n  stages:\n' +
        '    - { id: problems, stage: data.problems, file: test.jsonl }\n' +
        '    - { id: answers, stage: infer.greedy, model: base-1m, problems: problems, label: base }\n' +
        '    - { id: result, stage: evaluate, problems: problems, completions: answers }',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  reckoner stages\n  reckoner stages train.sft\n  reckoner stages sample --json',
    )
    .action(async (kind: string | undefined, { json }: { json?: boolean }) => {
      const described = (kind === undefined ? stageKinds : [kind]).map((each) =>
        describeStage(each),
      )
      if (json) return print(described.map((each) => `${JSON.stringify(each)}\n`).join(''))
      const lines = kind === undefined ? overview(described) : described.flatMap(details)
      return print(`${lines.join('\n')}\n`)
    })
}

function overview(described: readonly StageDescription[]): string[] {
  return tableLines(
    [{ title: 'stage' }, { title: '' }],
    described.map(({ stage, description }) => [stage, description]),
  )
}

function details({
  stage,
  description,
  runs,
  makes,
  inputs,
  settings,
}: StageDescription): string[] {
  const rows = inputs.map(({ name, takes, namedBy, optional, description: more = '' }) => [
    name,
    takes,
    `${namedBy}${optional ? '; optional' : ''}`,
    more,
  ])
  const hasSettings = Object.keys((settings['properties'] ?? {}) as object).length > 0
  return [
    `${stage}: ${description}`,
    `makes ${makes.join('; ')}`,
    `runs ${runs}`,
    ...(rows.length > 0
      ? [
          '',
          ...tableLines(
            [{ title: 'input' }, { title: 'what' }, { title: 'named by' }, { title: '' }],
            rows,
          ),
        ]
      : []),
    ...(hasSettings ? ['', ...schemaTable(settings, { name: 'setting', hasDefaults: true })] : []),
  ]
}
