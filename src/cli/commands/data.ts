/** `reckoner data`: commands that make and read data sets. */
import { Command } from 'commander'
import { dataImportCommand } from './data-import.ts'

export function dataCommand(): Command {
  return new Command('data').description('Make and read data sets.').addCommand(dataImportCommand())
}
