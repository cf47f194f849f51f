/**
 * What training and sampling cost in floating-point operations, as Yuan et al. 2023 (arXiv
 * 2308.01825, appendix E) count them.
 */

export interface TrainingRun {
  /** N: weights of the model. */
  parameters: number
  /** Of N, those that are not trained. @default 0 */
  frozenParameters?: number
  /** n_ctx: tokens of one training sequence, prompt and solution. */
  contextTokens: number
  /** N_s: sequences trained on; a row counts once for each epoch. */
  sequences: number
}

/**
 * Returns 6·N·n_ctx·N_s: two operations per weight and token forward, four backward. Attention to
 * earlier tokens is left out. A frozen weight needs no gradient, which is two operations less; the
 * gradient that passes through it is counted everywhere, so the number is then an upper bound.
 */
export function trainingFlops({
  parameters,
  frozenParameters = 0,
  contextTokens,
  sequences,
}: TrainingRun): number {
  return (6 * parameters - 2 * frozenParameters) * contextTokens * sequences
}

export interface SamplingRun {
  /** N: weights of the model. */
  parameters: number
  /** n_layer. */
  layers: number
  /** d_model: width of the residual stream. */
  width: number
  /** n_ctx: tokens of question and response. */
  contextTokens: number
  /** Tokens that are passed through the model, over all completions. */
  tokens: number
  keyValueCache: boolean
}

/**
 * Returns the operations of forward passes, per token 2·N + 2·n_layer·n_ctx·d_model. With a
 * key-value cache the paper has 1.66·N for 2·N, as if keys and values, a sixth of a layer's
 * products, were never computed; they are, once a token, so this is a little too low.
 */
export function samplingFlops({
  parameters,
  layers,
  width,
  contextTokens,
  tokens,
  keyValueCache,
}: SamplingRun): number {
  const perWeight = keyValueCache ? 1.66 : 2
  return tokens * (perWeight * parameters + 2 * layers * contextTokens * width)
}
