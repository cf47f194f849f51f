/** Colour, where the terminal shows it. */
import { styleText } from 'node:util'
import type { Output } from './renderer.ts'

export type Format = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'
export type Style = (format: Format, text: string) => string

/**
 * A style for `output` that adds nothing when it is no terminal, or the user asked for no colour
 * (`NO_COLOR`).
 */
export function styleFor(output: Output): Style {
  const colours = output.isTTY === true && !process.env.NO_COLOR && (output.hasColors?.() ?? false)
  return (format, text) => (colours ? styleText(format, text, { validateStream: false }) : text)
}
