/** `reckoner events`: what `--json` prints while a run goes on. */
import { Command } from 'commander'
import { z } from 'zod'
import { eventsJsonSchema, runEventSchema, runStampSchema } from '../../core/index.ts'
import { print } from '../output.ts'
import { schemaTable } from '../render/schema-table.ts'

export function eventsCommand(): Command {
  return new Command('events')
    .description('List the events that commands print with --json, and the fields of each event.')
    .option('--json', 'print the JSON Schema of all events')
    .addHelpText(
      'after',
      '\nrun, watch, sample and train print one JSON object a line. A run also writes its events to\n' +
        'events.jsonl. docs/events.md says what readers can rely on.',
    )
    .addHelpText('after', '\nExamples:\n  reckoner events\n  reckoner events --json')
    .action(async ({ json }: { json?: boolean }) => {
      if (json) return print(`${JSON.stringify(eventsJsonSchema())}\n`)
      const ofAll = ['Every event of a run also has:', ...fieldLines(runStampSchema)]
      const parts = [...runEventSchema.options.map(eventLines), ofAll]
      return print(`${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`)
    })
}

function eventLines(event: (typeof runEventSchema)['options'][number]): string[] {
  const own = Object.entries(event.shape).filter(([name]) => !(name in runStampSchema.shape))
  return [
    `${event.shape.type.value}: ${event.description}`,
    ...fieldLines(z.object(Object.fromEntries(own))),
  ]
}

const fieldLines = (fields: z.ZodObject): string[] =>
  schemaTable(z.toJSONSchema(fields), { name: 'field', hasDefaults: false })
