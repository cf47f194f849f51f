/** Learning-rate schedules as functions of the step. */

export const scheduleNames = ['cosine', 'linear', 'constant'] as const
export type ScheduleName = (typeof scheduleNames)[number]

export interface ScheduleSettings {
  schedule: ScheduleName
  learningRate: number
  /** Share of all steps over which the rate rises linearly from 0. */
  warmupRatio: number
  totalSteps: number
}

/**
 * Returns the learning rate of step `step`, counted from 1. It rises to its peak at the last step
 * of the warm-up, or begins there; then it falls towards 0, which it would reach one step after the
 * last (cosine, linear), or stays. No step has rate 0. This is the schedule of Transformers without
 * its first step of the warm-up, which has rate 0 and learns nothing.
 */
export function learningRateAt(
  step: number,
  { schedule, learningRate, warmupRatio, totalSteps }: ScheduleSettings,
): number {
  const warmupSteps = Math.ceil(warmupRatio * totalSteps)
  if (step <= warmupSteps) return (learningRate * step) / warmupSteps
  if (schedule === 'constant') return learningRate
  const peakStep = Math.max(1, warmupSteps)
  const progress = (step - peakStep) / (totalSteps + 1 - peakStep)
  return (
    learningRate * (schedule === 'linear' ? 1 - progress : (1 + Math.cos(Math.PI * progress)) / 2)
  )
}
