/** What `--plan` prints: what a recipe would ask of servers. Nothing is asked. */
import { forecast, inRunOrder, seedBySeed, type Recipe } from '../recipe/index.ts'
import { print } from './output.ts'
import { forecastLines } from './render/forecast-table.ts'

/** Prints what the stages that are left to make would ask, as a table or as JSON Lines. */
export async function printForecast(
  recipe: Recipe,
  { runs, json }: { runs: string; json?: boolean | undefined },
): Promise<void> {
  const stages = inRunOrder(await seedBySeed(recipe))
  const forecasts = await forecast(stages, runs)
  const lines = json ? forecasts.map((each) => JSON.stringify(each)) : forecastLines(forecasts)
  await print(lines.map((line) => `${line}\n`).join(''))
}
