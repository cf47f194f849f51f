/** Fields that several parts of `results.json` share. */
import { z } from 'zod'

export const interval = z.tuple([z.number(), z.number()]).readonly()

export const label = z.string().optional().describe('The stage (and more) that this belongs to.')
