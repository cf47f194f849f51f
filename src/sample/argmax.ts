/** Returns the index of the largest element; the first of equals. */
export function argmax(values: Float32Array): number {
  let best = 0
  let largest = values[0]!
  for (let index = 1; index < values.length; index++) {
    if (values[index]! > largest) {
      largest = values[index]!
      best = index
    }
  }
  return best
}
