/** `reckoner check`: whether artifacts hold what they were made with. */
import { join } from 'node:path'
import { Command } from 'commander'
import { AppError, counted, plural } from '../../core/index.ts'
import { formatBytes, formatCount } from '../../evaluate/index.ts'
import { checkArtifacts } from '../../store/index.ts'
import { drive } from '../drive.ts'
import { print } from '../output.ts'
import { displayPath } from '../render/path.ts'

export function checkCommand(): Command {
  return new Command('check')
    .description('Check all artifacts: read every file and compare it with its manifest.')
    .argument('[runs]', 'the directory of runs and their artifacts', 'runs')
    .option(
      '--json',
      'print {artifacts, files, sizeBytes, damaged: [{directory, file, fault}]} as JSON',
    )
    .addHelpText(
      'after',
      '\nA run itself checks sizes and modification times only. It does not notice an edited file if its\n' +
        'size is the same as before and its modification time is earlier than that of the manifest.\n\n' +
        'Exit status: 0 when no file is damaged, 1 when one is.',
    )
    .addHelpText('after', '\nExamples:\n  reckoner check\n  reckoner check /data/runs --json')
    .action(async (runs: string, { json }: { json?: boolean }) => {
      const checked = await drive((signal) => checkArtifacts(runs, signal), {})
      const { artifacts, files, sizeBytes, damaged } = checked
      const lines = damaged.map(
        ({ directory, file, fault }) => `${displayPath(join(directory, file))} ${fault}`,
      )
      const seen = `${formatCount(artifacts)} ${plural(artifacts, 'artifact')}, ${formatCount(files)} ${plural(files, 'file')}, ${formatBytes(sizeBytes)}`
      await print(
        json
          ? `${JSON.stringify(checked)}\n`
          : `${[...lines, `${seen}: ${verdictOn(damaged.length)}`].join('\n')}\n`,
      )
      if (damaged.length > 0)
        throw new AppError('damaged', `${counted(damaged.length, 'damaged file')} in ${runs}`, {
          hint: 'Remove the directories of these files, and run the recipe again: it makes the missing artifacts.',
        })
    })
}

const verdictOn = (damaged: number): string =>
  damaged === 0 ? 'none is damaged' : `${damaged} damaged`
