/** How strategies draw several completions where none are stored. */
import type { Draw, StrategyOptions } from './strategy.ts'

/** Returns how many are drawn and at which temperature; 0.7 is that of Yuan et al. 2023. */
export const sampled = ({ numGenerations = 16, temperature = 0.7 }: StrategyOptions): Draw => ({
  numGenerations,
  temperature,
})
