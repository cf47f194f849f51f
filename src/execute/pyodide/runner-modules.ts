/** The Python modules that run a program, each after what it imports. */
export const runnerModules = ['program_answers', 'missing_modules', 'runner'] as const
