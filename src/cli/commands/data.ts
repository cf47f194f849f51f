/** `reckoner data`: commands that make and read data sets. */
import { Command } from 'commander'
import { dataCorpusCommand } from './data-corpus.ts'
import { dataDocumentsCommand } from './data-documents.ts'
import { dataExportCommand } from './data-export.ts'
import { dataImportCommand } from './data-import.ts'
import { dataNarrativesCommand } from './data-narratives.ts'
import { dataProblemsCommand } from './data-problems.ts'
import { dataProgramsCommand } from './data-programs.ts'
import { dataSolutionsCommand } from './data-solutions.ts'

export function dataCommand(): Command {
  return new Command('data')
    .description('Make and read data sets.')
    .addHelpText(
      'after',
      '\nExample:\n  reckoner data problems --count 1000 --split train --out train.jsonl',
    )
    .addCommand(dataProblemsCommand())
    .addCommand(dataProgramsCommand())
    .addCommand(dataCorpusCommand())
    .addCommand(dataNarrativesCommand())
    .addCommand(dataSolutionsCommand())
    .addCommand(dataDocumentsCommand())
    .addCommand(dataImportCommand())
    .addCommand(dataExportCommand())
}
