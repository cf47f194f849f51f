/** The text, cut at a number of characters; what shows it in full is the caller's matter. */
export function shortened(text: string, length: number): string {
  const characters = Array.from(text)
  return characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : text
}
