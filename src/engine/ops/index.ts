/** Every operator, by the name the graph builder uses. */
import * as elementwise from './elementwise.ts'
import * as gathering from './gathering.ts'
import * as linalg from './linalg.ts'
import * as movement from './movement.ts'
import * as nn from './nn.ts'
import * as reduce from './reduce.ts'

/**
 * The operators themselves: the gradient table of the tests must have a row for each one that has a
 * rule.
 */
export const operators = {
  add: elementwise.addOp,
  subtract: elementwise.subtractOp,
  multiply: elementwise.multiplyOp,
  divide: elementwise.divideOp,
  maximum: elementwise.maximumOp,
  minimum: elementwise.minimumOp,
  sign: elementwise.signOp,
  negate: elementwise.negateOp,
  exponential: elementwise.exponentialOp,
  logarithm: elementwise.logarithmOp,
  squareRoot: elementwise.squareRootOp,
  reciprocal: elementwise.reciprocalOp,
  sigmoid: elementwise.sigmoidOp,
  silu: elementwise.siluOp,
  reduceSum: reduce.reduceSumOp,
  reduceSumSquare: reduce.reduceSumSquareOp,
  reshape: movement.reshapeOp,
  reshapeLike: movement.reshapeLikeOp,
  expandLike: movement.expandLikeOp,
  transpose: movement.transposeOp,
  concat: movement.concatOp,
  sliceLast: movement.sliceLastOp,
  matmul: linalg.matmulOp,
  gatherRows: gathering.gatherRowsOp,
  selectRows: gathering.selectRowsOp,
  scatterRows: gathering.scatterRowsOp,
  gatherLast: gathering.gatherLastOp,
  scatterAdd: gathering.scatterAddOp,
  zerosLike: gathering.zerosLikeOp,
  softmax: nn.softmaxOp,
  logSoftmax: nn.logSoftmaxOp,
  labelLogprob: nn.labelLogprobOp,
  rmsNorm: nn.rmsNormOp,
  rotary: nn.rotaryOp,
} as const

export * from './elementwise.ts'
export * from './gathering.ts'
export * from './linalg.ts'
export * from './movement.ts'
export * from './nn.ts'
export * from './reduce.ts'
