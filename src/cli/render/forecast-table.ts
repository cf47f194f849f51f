/** What a run will ask of servers, as a table for a terminal. */
import type { Forecast } from '../../recipe/index.ts'
import { counted, money } from '../../core/index.ts'
import { tableLines } from './table.ts'

/** Returns the lines of the table, with what its numbers are. */
export function forecastLines(forecasts: readonly Forecast[]): string[] {
  if (forecasts.length === 0) return ['No stage that is left to make asks a server.']
  const shown = (value: number | undefined): string => value?.toLocaleString('en-US') ?? '?'
  const right = (title: string) => ({ title, align: 'right' as const })
  const columns = [
    { title: 'stage' },
    { title: 'model' },
    right('requests'),
    right('prompt tokens'),
    right('tokens'),
    right('cost'),
  ]
  const rows = forecasts.map(({ stage, input, model, requests, promptTokens, tokens, dollars }) => [
    input === 'model' ? stage : `${stage} (${input})`,
    model,
    shown(requests),
    shown(promptTokens),
    shown(tokens),
    dollars === undefined ? '?' : money(dollars),
  ])
  const known = forecasts.filter(({ dollars }) => dollars !== undefined)
  const sum = known.reduce((total, { dollars }) => total + dollars!, 0)
  const kept = forecasts.reduce((total, each) => total + each.kept.completions, 0)
  const paid = forecasts.reduce((total, each) => total + each.kept.dollars, 0)
  const all = known.length === forecasts.length ? '' : ', without what is not known'
  const atMost = known.length === 0 ? 'What it costs is not known' : `At most ${money(sum)}${all}`
  return [
    ...tableLines(columns, rows),
    '',
    `${atMost}. Tokens of prompts are estimated; completions are counted at their full length.`,
    ...(kept > 0
      ? [
          `Less what was answered before and is kept: ${counted(kept, 'completion')}${paid > 0 ? `, for ${money(paid)}` : ''}.`,
        ]
      : []),
    ...(rows.flat().includes('?')
      ? [
          '? depends on what an earlier stage makes, or on prices, which stand in a file (docs/servers.md).',
        ]
      : []),
  ]
}
