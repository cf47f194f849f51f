/** The setting of stages that try strategies with several sizes. */
import { z } from 'zod'

export const sizesField = {
  sizes: z
    .array(z.int().min(1))
    .min(1)
    .default([1, 2, 3, 4, 5, 6, 8, 11, 16, 23, 32, 45, 64])
    .describe('Numbers of clusters, and of best scored completions, that are tried.'),
}
