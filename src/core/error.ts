/**
 * The errors a user may meet: few, structured, each saying what failed, where, and what to do next.
 */

export interface ErrorFields {
  /** What to do next, as one sentence. */
  hint?: string
  cause?: unknown
}

/** An expected failure. Anything else that is thrown is a bug, and shown with its stack. */
export class AppError extends Error {
  readonly code: string
  readonly hint: string | undefined
  /** Exit status of the command line: 1 failed, 2 wrong usage or bad input, 130 interrupted. */
  readonly exitCode: number = 1

  constructor(code: string, message: string, fields: ErrorFields = {}) {
    super(message, fields.cause === undefined ? {} : { cause: fields.cause })
    this.name = new.target.name
    this.code = code
    this.hint = fields.hint
  }
}

/** Wrong settings: a recipe, an option, an environment. */
export class ConfigError extends AppError {
  override readonly exitCode = 2
  constructor(message: string, fields?: ErrorFields) {
    super('config', message, fields)
  }
}

/** Bad input data; the message names the file and, where there is one, the line. */
export class DataError extends AppError {
  override readonly exitCode = 2
  constructor(message: string, fields?: ErrorFields) {
    super('data', message, fields)
  }
}

/** A graph that cannot be built: the message names the operator and the shapes. */
export class ShapeError extends AppError {
  constructor(message: string, fields?: ErrorFields) {
    super('shape', message, fields)
  }
}

/** A model directory that is missing, damaged or of an unknown architecture. */
export class ModelError extends AppError {
  override readonly exitCode = 2
  constructor(message: string, fields?: ErrorFields) {
    super('model', message, fields)
  }
}

/** Reading or writing of results failed: disk full, read-only, locked. */
export class StoreError extends AppError {
  constructor(message: string, fields?: ErrorFields) {
    super('store', message, fields)
  }
}

/** A server that does not do what it was asked; what it did before is kept. */
export class ServerError extends AppError {
  constructor(message: string, fields?: ErrorFields) {
    super('server', message, fields)
  }
}

/** Work stopped because it would cost more than was allowed; what was paid for is kept. */
export class BudgetError extends AppError {
  constructor(message: string, fields?: ErrorFields) {
    super('budget', message, fields)
  }
}

/** Work stopped because the user asked for it. */
export class CancelledError extends AppError {
  override readonly exitCode = 130
  constructor(message = 'interrupted', fields?: ErrorFields) {
    super('cancelled', message, fields)
  }
}

/** An error as events tell it: `internal` is the code of whatever is no expected failure. */
export function failureOf(error: unknown): { message: string; code: string; hint?: string } {
  if (!(error instanceof AppError))
    return { message: error instanceof Error ? error.message : String(error), code: 'internal' }
  const { message, code, hint } = error
  return { message, code, ...(hint !== undefined && { hint }) }
}

/** The error's text for a terminal: message, then the hint, one line each. */
export function describeError(error: unknown): string {
  if (error instanceof AppError)
    return error.hint ? `${error.message}\n  → ${error.hint}` : error.message
  if (error instanceof Error) return error.stack ?? error.message
  return String(error)
}
