/** The settings of a stage that solves problems step by step. */
import { z } from 'zod'
import { stepFields } from '../../infer/index.ts'
import { promptedFields } from './prompted.ts'

export const stepSettings = z.strictObject({ ...promptedFields, ...stepFields })
export type StepSettings = z.infer<typeof stepSettings>
