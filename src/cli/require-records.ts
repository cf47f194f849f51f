/**
 * Refuses a file of another kind of records in one sentence, and says which command comes first.
 */
import { DataError } from '../core/index.ts'
import { describeKinds, otherKindOfBytes, otherKindOfFile, type RecordKind } from '../data/index.ts'

interface Step {
  from: RecordKind
  to: RecordKind
  command: (file: string, problems: string) => string
}

/** The commands that make one kind of records of another. */
const steps: readonly Step[] = [
  {
    from: 'completions',
    to: 'verdicts',
    command: (file, problems) =>
      `reckoner verify --problems ${problems} --completions ${file} --out verdicts.jsonl`,
  },
  {
    from: 'problems',
    to: 'completions',
    command: (file) => `reckoner sample --model MODEL --problems ${file} --out completions.jsonl`,
  },
  {
    from: 'completions',
    to: 'training rows',
    command: (file, problems) =>
      `reckoner curate rft --problems ${problems} --completions ${file} --out rows.jsonl`,
  },
]

/**
 * Looks at the first record of each file that an option names, `-` for standard input; directories
 * are left to whoever reads them.
 * @throws DataError when it is of another kind than those that are due
 */
export async function requireRecords(
  option: string,
  paths: string | readonly string[],
  kinds: readonly RecordKind[],
  problems = 'problems.jsonl',
): Promise<void> {
  for (const path of [paths].flat()) {
    const found =
      path === '-'
        ? await otherKindOfBytes(await firstOfInput(), kinds)
        : await otherKindOfFile(path, kinds)
    if (found === null) continue
    const step = steps.find(({ from, to }) => from === found && kinds.includes(to))
    throw new DataError(
      `${path === '-' ? 'standard input' : `${option} ${path}`}: it holds ${describeKinds([found])}, not ${describeKinds(kinds)}`,
      {
        ...(step && {
          hint: `Run this first: ${step.command(path === '-' ? `${found}.jsonl` : path, problems)}`,
        }),
      },
    )
  }
}

/** The first whole lines of standard input, which stay there for whoever reads it. */
async function firstOfInput(): Promise<Uint8Array> {
  const { stdin } = process
  if (!stdin.readableEnded && stdin.readableLength === 0)
    await new Promise<void>((resolve) => {
      stdin
        .once('readable', resolve)
        .once('end', resolve)
        .once('error', () => resolve())
    })
  const bytes = stdin.read() as Buffer | null
  if (bytes === null) return new Uint8Array()
  stdin.unshift(bytes)
  return bytes.subarray(0, bytes.lastIndexOf(10) + 1)
}
