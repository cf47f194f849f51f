/** `reckoner run`: runs a recipe, or says what it would do. */
import { join } from 'node:path'
import { Command } from 'commander'
import { inRunOrder, loadRecipe, runRecipe, seedBySeed, type Recipe } from '../../recipe/index.ts'
import { findArtifact } from '../../store/index.ts'
import { drive } from '../drive.ts'
import { withInterimResults } from '../interim-results.ts'
import { budgetOption, planOption, repeated } from '../options.ts'
import { print } from '../output.ts'
import { printForecast } from '../print-forecast.ts'
import { displayPath } from '../render/path.ts'
import { tableLines } from '../render/table.ts'
import { resultsText } from '../run-results.ts'

interface RunFlags {
  budget?: number
  set?: string[]
  runs: string
  dryRun?: boolean
  plan?: boolean
  json?: boolean
}

export function runCommand(): Command {
  return new Command('run')
    .description('Run a recipe. Stages that are finished already are not repeated.')
    .argument('<recipe>', 'the name of a shipped recipe, or the path of a YAML file')
    .option(
      '--set <key=value>',
      'change a setting, such as sft.epochs=2 or seeds=[1] (repeatable)',
      repeated,
      [],
    )
    .option('--runs <directory>', 'the directory of runs and their artifacts', 'runs')
    .addOption(budgetOption())
    .option('--dry-run', 'print the plan only: which stages are finished, and which would run')
    .addOption(planOption())
    .option(
      '--json',
      'print events on standard output, one JSON object a line; with --dry-run, the stages',
    )
    .addHelpText(
      'after',
      '\n`reckoner watch` follows a run from another terminal; `reckoner events` describes the output of\n' +
        '--json.\n\nExample:\n  reckoner run quickstart --set seeds=[1] --set train.file=train.jsonl --set train.count=0',
    )
    .action(async (name: string, flags: RunFlags) => {
      const recipe = await loadRecipe(name, { overrides: flags.set ?? [] })
      if (flags.dryRun) return printPlan(recipe, flags)
      if (flags.plan) return printForecast(recipe, flags)
      const { runDirectory, results } = await drive((signal) => {
        const task = runRecipe(recipe, { runsDirectory: flags.runs, signal, budget: flags.budget })
        return flags.json ? task : withInterimResults(task)
      }, flags)
      if (flags.json) return
      await print(`\n${resultsText(results, runDirectory, process.stdout)}`)
    })
}

async function printPlan(recipe: Recipe, { runs, json }: RunFlags): Promise<void> {
  const plans = await seedBySeed(recipe)
  const { runName } = plans.at(-1)!
  const stages = await Promise.all(
    inRunOrder(plans).map(async ({ id, identity, key }) => ({
      id,
      stage: identity.stage,
      key,
      state: (await findArtifact(runs, key)).state,
    })),
  )
  if (json) {
    await print(stages.map((stage) => `${JSON.stringify(stage)}\n`).join(''))
    return
  }
  const words = { complete: 'cached', absent: 'to be made', damaged: 'damaged, to be made again' }
  const rows = stages.map(({ id, stage, key, state }) => [
    id,
    stage,
    key.slice(0, 16),
    words[state],
  ])
  const lines = tableLines(
    [{ title: 'stage' }, { title: 'kind' }, { title: 'key' }, { title: '' }],
    rows,
  )
  await print(`${displayPath(join(runs, runName))}\n\n${lines.join('\n')}\n`)
}
