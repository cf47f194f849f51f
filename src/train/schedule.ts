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

/** Returns the learning rate of step `step`, counted from 1; after the warm-up it falls to 0 at the last step (cosine, linear) or stays. */
export function learningRateAt(step: number, { schedule, learningRate, warmupRatio, totalSteps }: ScheduleSettings): number {
  const warmupSteps = Math.ceil(warmupRatio * totalSteps)
  if (step <= warmupSteps) return (learningRate * step) / warmupSteps
  if (schedule === 'constant') return learningRate
  const progress = (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps)
  return learningRate * (schedule === 'linear' ? 1 - progress : (1 + Math.cos(Math.PI * progress)) / 2)
}
