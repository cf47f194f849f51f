/** Schemas and the types that are written beside them say the same. */
import { expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import type { Completion, Problem, Verdict } from './problem.ts'
import type { completionSchema, problemSchema, verdictSchema } from './schemas.ts'

// The compiler checks this, in `npm run types`.
it('the schemas of nouns give exactly their types', () => {
  expectTypeOf<z.infer<typeof problemSchema>>().toEqualTypeOf<Problem>()
  expectTypeOf<z.infer<typeof completionSchema>>().toEqualTypeOf<Completion>()
  expectTypeOf<z.infer<typeof verdictSchema>>().toEqualTypeOf<Verdict>()
})
