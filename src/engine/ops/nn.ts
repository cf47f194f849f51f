/** Operators of neural networks that the runtime computes in one pass. */
import { ShapeError } from '../../core/index.ts'
import type { OpDef, Value } from '../graph.ts'
import { apply, constant } from '../graph.ts'
import {
  add,
  exponential,
  multiply,
  negate,
  reciprocal,
  squareRoot,
  subtract,
} from './elementwise.ts'
import { scatterAdd } from './gathering.ts'
import { reduceSum, reduceSumSquareOp } from './reduce.ts'

const sameAsInput: OpDef['type'] = ([x]) => ({ dtype: x!.dtype, shape: x!.shape })

/** Softmax over the last axis. */
export const softmaxOp: OpDef = {
  onnx: 'Softmax',
  arity: 1,
  fixedAttributes: { axis: -1 },
  type: sameAsInput,
  vjp: (ct, _, out) => {
    const weighted = multiply(ct, out)
    return [subtract(weighted, multiply(out, reduceSum(weighted, [-1])))]
  },
}

/** Logarithm of the softmax over the last axis. */
export const logSoftmaxOp: OpDef = {
  onnx: 'LogSoftmax',
  arity: 1,
  fixedAttributes: { axis: -1 },
  type: sameAsInput,
  vjp: (ct, _, out) => [subtract(ct, multiply(exponential(out), reduceSum(ct, [-1])))],
}

/**
 * The log-probabilities of K labels per row: `[N, K]`, from log-probabilities `[N, V]`, labels
 * int64 `[N, K]` and the logits they came from. The gradient goes straight to the logits as
 * Σ ct·(onehot − softmax): through `LogSoftmax` it would pass over `[N, V]` twice as often.
 */
export const labelLogprobOp: OpDef = {
  onnx: 'GatherElements',
  arity: 3,
  emittedInputs: 2,
  fixedAttributes: { axis: -1 },
  type: ([logprobs, labels]) => {
    if (logprobs!.shape.length !== 2 || labels!.shape.length !== 2 || labels!.dtype !== 'int64')
      throw new ShapeError('GatherElements: needs a matrix and int64 labels [N, K]')
    return { dtype: 'float32', shape: labels!.shape }
  },
  vjp: (ct, [logprobs, labels]) => {
    const total = labels!.shape[1] === 1 ? ct : reduceSum(ct, [-1])
    return [
      null,
      null,
      scatterAdd(multiply(exponential(logprobs!), negate(total)), labels!, ct, -1),
    ]
  },
}

/**
 * Root-mean-square normalisation over the last axis, times a weight (Zhang & Sennrich 2019): x /
 * √(mean(x²) + ε) · w.
 */
export const rmsNormOp: OpDef = {
  onnx: 'SimplifiedLayerNormalization',
  arity: 2,
  fixedAttributes: { axis: -1 },
  type: ([x, weight]) => {
    if (
      weight!.shape.length !== 1 ||
      weight!.shape[0] !== x!.shape.at(-1) ||
      typeof x!.shape.at(-1) !== 'number'
    ) {
      throw new ShapeError(
        'RMSNorm: the weight must have one fixed axis, as long as the last axis of the input',
      )
    }
    return { dtype: x!.dtype, shape: x!.shape }
  },
  vjp: (ct, [x, weight], out) => {
    const width = weight!.shape[0] as number
    const meanSquare = multiply(
      apply(reduceSumSquareOp, [x!], { axes: [-1], keepdims: 1 }),
      constant(1 / width),
    )
    const inverse = reciprocal(
      squareRoot(add(meanSquare, constant(out.attributes['epsilon'] as number))),
    )
    const normalised = multiply(x!, inverse)
    const scaled = multiply(ct, weight!)
    const mean = multiply(reduceSum(multiply(scaled, normalised), [-1]), constant(1 / width))
    return [
      multiply(inverse, subtract(scaled, multiply(normalised, mean))),
      multiply(ct, normalised),
    ]
  },
}

/**
 * Rotary position embedding (Su et al. 2021) in the half-rotated layout of Llama checkpoints.
 * Inputs: x `[B, T, H·D]`, positions `[B, T]`, cosine and sine tables `[P, D/2]`. A rotation's
 * transpose is the rotation by the opposite angle, so the rule negates the sine.
 */
export const rotaryOp: OpDef = {
  onnx: 'RotaryEmbedding',
  domain: 'com.microsoft',
  arity: 4,
  fixedAttributes: { interleaved: 0 },
  type: ([x, positions, cosine]) => {
    if (x!.shape.length !== 3 || positions!.dtype !== 'int64' || cosine!.shape.length !== 2) {
      throw new ShapeError(
        'RotaryEmbedding: needs x [B, T, C], int64 positions [B, T] and tables [P, D/2]',
      )
    }
    return { dtype: x!.dtype, shape: x!.shape }
  },
  vjp: (ct, [, positions, cosine, sine]) => [
    rotary(ct, positions!, cosine!, negate(sine!)),
    null,
    null,
    null,
  ],
}

export const softmax = (x: Value): Value => apply(softmaxOp, [x])
export const logSoftmax = (x: Value): Value => apply(logSoftmaxOp, [x])
/** Returns the log-probabilities `[N, K]` of `labels` `[N, K]` under `logits` `[N, V]`. */
export const labelLogprob = (logits: Value, labels: Value): Value =>
  apply(labelLogprobOp, [logSoftmax(logits), labels, logits])
export const rmsNorm = (x: Value, weight: Value, epsilon: number): Value =>
  apply(rmsNormOp, [x, weight], { epsilon })
export const rotary = (x: Value, positions: Value, cosine: Value, sine: Value): Value =>
  apply(rotaryOp, [x, positions, cosine, sine])
