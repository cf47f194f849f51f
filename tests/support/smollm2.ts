/** Where a real model is expected: SmolLM2-135M-Instruct, as `tools/smollm2.py` makes it. */
import { join } from 'node:path'

/** `RECKONER_CHECKPOINT`, or the place where `tools/smollm2.py` writes. */
export const realModel =
  process.env['RECKONER_CHECKPOINT'] ??
  join(import.meta.dirname, '../../node_modules/.cache/smollm2')

export const realModelHint =
  'make one with `pip install gguf numpy && python tools/smollm2.py`, or set RECKONER_CHECKPOINT'
