/** Dollars as people read them. */

/** `$0.0042`: two digits behind the point, or as many as it takes to see something. */
export function money(dollars: number): string {
  const digits =
    dollars === 0 || dollars >= 1 ? 2 : Math.min(8, 1 - Math.floor(Math.log10(dollars)))
  return `$${dollars.toFixed(Math.max(2, digits))}`
}
