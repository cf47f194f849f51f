/** The Python modules of the runner and its surroundings, each after what it imports. */
export const runnerModules = [
  'event_loop',
  'program_answers',
  'missing_modules',
  'runner',
  'wide',
] as const
