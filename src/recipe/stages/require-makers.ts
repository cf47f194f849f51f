/** Whether what a stage is told to belong together does. */
import { ConfigError } from '../../core/index.ts'
import type { StageContext } from '../stage.ts'

/** That `input` was made of what another input is: as its maker's input `as`. */
export interface Made {
  input: string
  as: string
  of: string
}

/**
 * Only artifacts say what they were made of; files may be of anything. @throws ConfigError where an
 * artifact was made of something else
 */
export function requireMakers({ id, places }: StageContext, made: readonly Made[]): void {
  for (const { input, as, of } of made) {
    const used = places[input]?.[0]?.madeOf?.[as]?.[0]
    if (used === undefined || used === places[of]?.[0]?.key) continue
    throw new ConfigError(`${id}: the ${input} were not made with the ${of} that is named`, {
      hint: `Name what belongs together: the ${input}, and the ${of} that they come from.`,
    })
  }
}
