/** Half-precision formats, converted in software because Node 20 has no Float16Array. */

const float = new Float32Array(1)
const word = new Uint32Array(float.buffer)

/** Returns the float32 value of IEEE 754 binary16 `bits`. */
export function float16ToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >>> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/**
 * Returns the binary16 bits nearest to `value`, ties to even; magnitudes from 65 520 become
 * infinite.
 */
export function numberToFloat16(value: number): number {
  float[0] = value
  const bits = word[0]!
  const sign = (bits >>> 16) & 0x8000
  const magnitude = bits & 0x7fffffff
  if (magnitude > 0x7f800000) return sign | 0x7e00
  if (magnitude >= 0x477ff000) return sign | 0x7c00
  if (magnitude < 0x38800000) return sign | roundHalfToEven(Math.abs(Math.fround(value)) * 2 ** 24)
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1)
  return sign | ((rounded - 0x38000000) >>> 13)
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor
}

/** The value of every binary16 pattern: 256 KiB, filled when the first weights are read. */
const float16Values = new Float32Array(65_536)

/**
 * Writes the float32 values of binary16 data into `values`, from its first element on. `bits` may
 * be the second half of the same buffer: a value is written only where bits have been read.
 */
export function widenFloat16(bits: Uint16Array, values: Float32Array): void {
  if (float16Values[1] === 0)
    for (let pattern = 0; pattern < 65_536; pattern++)
      float16Values[pattern] = float16ToNumber(pattern)
  for (let index = 0; index < bits.length; index++) values[index] = float16Values[bits[index]!]!
}

/**
 * Does for bfloat16, which is float32 without its last 16 bits, what `widenFloat16` does for
 * binary16.
 */
export function widenBfloat16(bits: Uint16Array, values: Float32Array): void {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length)
  for (let index = 0; index < bits.length; index++) words[index] = bits[index]! << 16
}

/** Returns binary16 data nearest to `values`. */
export function float32ToFloat16(values: Float32Array): Uint16Array {
  const bits = new Uint16Array(values.length)
  for (let index = 0; index < values.length; index++) bits[index] = numberToFloat16(values[index]!)
  return bits
}

/** Returns bfloat16 data nearest to `values`, ties to even. */
export function float32ToBfloat16(values: Float32Array): Uint16Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length)
  const rounded = new Uint16Array(words.length)
  for (let index = 0; index < words.length; index++) {
    const bits = words[index]!
    rounded[index] =
      (bits & 0x7fffffff) > 0x7f800000
        ? (bits >>> 16) | 0x40
        : (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16
  }
  return rounded
}
