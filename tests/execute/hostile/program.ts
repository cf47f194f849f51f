/**
 * What a hostile program is, how the host's secrets are named to it, and how to tell that it
 * reached them.
 */
import type { Outcome, Status } from '../../../src/execute/program.ts'

/**
 * - `escape`: reaches for the host: its files, processes, network or environment;
 * - `poison`: leaves the interpreter, or the runner in it, wrong for whoever runs next;
 * - `hang`, `memory`: never ends, asks for more than there is;
 * - `exit`: takes the interpreter down instead of ending.
 */
export type Kind = 'escape' | 'poison' | 'hang' | 'memory' | 'exit'

export interface HostileProgram {
  /** `family/name`. */
  id: string
  family: string
  kind: Kind
  /** Python with `{{placeholders}}`: what is run is what `fillIn` returns. */
  code: string
  /** The statuses that are right for it, whichever tier runs it; left out where any will do. */
  expect?: readonly Status[]
  /** It was seen to reach the host in stock Pyodide 314.0.7, so that it has teeth. */
  escapesStockPyodide?: true
}

/** What a test lays out on the host for programs to find. */
export interface Canaries {
  /** A file; its content is one of the `secrets`. */
  file: string
  /** An empty directory: any file in it afterwards is an escape. */
  directory: string
  /** A port of 127.0.0.1 with a TCP server: any connection is an escape. */
  port: number
  /** A variable of the host process's environment; its value is one of the `secrets`. */
  variable: string
  /** What no program can say without having reached the host. */
  secrets: readonly string[]
}

/**
 * Tags Python source: backslashes stay as they are, and the indentation of the first line is taken
 * off every line.
 */
export function python(strings: TemplateStringsArray): string {
  const [source = ''] = strings.raw
  const lines = source.replace(/^\n/, '').trimEnd().split('\n')
  const indent = /^ */.exec(lines[0]!)![0].length
  return lines.map((line) => line.slice(indent)).join('\n') + '\n'
}

/** Returns the programs of one family and kind, from their names and sources. */
export function programs(
  family: string,
  kind: Kind,
  sources: Readonly<Record<string, string>>,
  expect?: readonly Status[],
): HostileProgram[] {
  return Object.entries(sources).map(([name, code]) => ({
    id: `${family}/${name}`,
    family,
    kind,
    code,
    ...(expect === undefined ? {} : { expect }),
  }))
}

/**
 * Returns a program's source with the canaries' addresses in it, never their secrets.
 * `{{proof}}` is a file of the canary directory named after the program.
 */
export function fillIn(program: HostileProgram, canaries: Canaries): string {
  const values: Readonly<Record<string, string>> = {
    canaryFile: canaries.file,
    canaryDirectory: canaries.directory,
    canaryPort: String(canaries.port),
    canaryVariable: canaries.variable,
    proof: `${canaries.directory}/${program.id.replace('/', '.')}`,
  }
  return program.code.replaceAll(/\{\{(\w+)\}\}/g, (placeholder, name: string) => {
    const value = values[name]
    if (value === undefined)
      throw new Error(`fillIn: ${program.id} has the unknown placeholder ${placeholder}`)
    return value
  })
}

/**
 * Tells whether an outcome shows that its program reached the host: it holds a secret, or says so
 * itself. A created file and a connection are for the test to see, at the canaries.
 */
export function escaped(outcome: Outcome, canaries: Canaries): boolean {
  const said = [outcome.value, outcome.text, outcome.stdout, outcome.error?.message].join('\n')
  return canaries.secrets.some((secret) => said.includes(secret)) || /^'?ESCAPED/m.test(said)
}
