/** Whether a tensor fits the type a graph gives it. */
import { ShapeError } from '../core/index.ts'
import type { TensorType } from './shape.ts'
import { formatType } from './shape.ts'
import type { Tensor } from './tensor.ts'

/**
 * Returns `feed`. @throws ShapeError when it is missing or does not fit the input `name` of type
 * `type`
 */
export function checkedFeed(name: string, type: TensorType, feed: Tensor | undefined): Tensor {
  if (!feed) throw new ShapeError(`run: input ${name}, ${formatType(type)}, was not fed`)
  const fits =
    feed.dtype === type.dtype &&
    feed.shape.length === type.shape.length &&
    type.shape.every((dim, axis) => typeof dim === 'string' || dim === feed.shape[axis])
  if (!fits)
    throw new ShapeError(
      `run: input ${name} is ${formatType(type)}, but was fed ${feed.dtype}[${feed.shape.join(', ')}]`,
    )
  return feed
}
