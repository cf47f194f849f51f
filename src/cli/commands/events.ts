/** `reckoner events`: what `--json` prints while a run goes on. */
import { Command } from 'commander'
import { z } from 'zod'
import { runEventSchema } from '../../core/index.ts'
import { print } from '../output.ts'
import { schemaTable } from '../render/schema-table.ts'

export function eventsCommand(): Command {
  return new Command('events')
    .description('List the events that commands print with --json, and the fields of each event.')
    .option('--json', 'print the JSON Schema of all events')
    .addHelpText(
      'after',
      '\nrun, sample and train print one JSON object a line. A run also writes its events to\n' +
        'events.jsonl, with the time of each event in the field `at`.',
    )
    .addHelpText('after', '\nExamples:\n  reckoner events\n  reckoner events --json')
    .action(async ({ json }: { json?: boolean }) => {
      if (json) return print(`${JSON.stringify(z.toJSONSchema(runEventSchema))}\n`)
      return print(
        `${runEventSchema.options.map((event) => eventLines(event).join('\n')).join('\n\n')}\n`,
      )
    })
}

function eventLines(event: (typeof runEventSchema)['options'][number]): string[] {
  return [
    `${event.shape.type.value}: ${event.description}`,
    ...schemaTable(z.toJSONSchema(event), { name: 'field', hasDefaults: false }),
  ]
}
