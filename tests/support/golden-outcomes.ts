/** What programs come to in CPython, as recorded by `tools/make-program-golden.py`. */
import { readFileSync } from 'node:fs'
import type { Outcome } from '../../src/execute/index.ts'

export interface GoldenOutcomes {
  reference: string
  /** SHA-256 of the programs' texts, one after the other. */
  programs: string
  /** A value as `repr` writes it, or `!` and the class of the error. */
  outcomes: string[]
}

export function goldenOutcomes(name: 'generated' | 'real' | 'harnessed'): GoldenOutcomes {
  return JSON.parse(
    readFileSync(new URL(`../golden/programs/${name}.json`, import.meta.url), 'utf8'),
  ) as GoldenOutcomes
}

/** An outcome in the words of the golden ones. */
export function goldenForm({
  status,
  value,
  error,
}: Pick<Outcome, 'status' | 'value' | 'error'>): string {
  return status === 'ok' ? value! : `!${error!.type}`
}
