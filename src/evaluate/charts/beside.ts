/** Where texts beside points go, so that they cover nothing. */

export interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

/** A point with all that is drawn of it, and its text if it has one. */
export interface Spot {
  x: number
  y: number
  box: Box
  text?: string | undefined
}

export interface BesideText {
  text: string
  x: number
  y: number
  anchor: 'start' | 'middle' | 'end'
}

/** The usual width of a character of 12 pixels. */
const characterWidth = 6.6

/**
 * Right of the point, left, above or below: the first place within the frame that covers no point
 * and no other text, else the first within it.
 */
export function textsBeside(spots: readonly Spot[], frame: Box): BesideText[] {
  const taken = spots.map(({ box }) => box)
  return spots.flatMap((spot) => {
    if (spot.text === undefined) return []
    const places = placesOf(spot, spot.text)
    const within = places.filter(({ box }) => isWithin(box, frame))
    const place =
      within.find(({ box }) => !taken.some((other) => overlap(box, other))) ??
      within[0] ??
      places[0]!
    taken.push(place.box)
    return [place.shown]
  })
}

function placesOf({ x, y, box }: Spot, text: string): { shown: BesideText; box: Box }[] {
  const width = Array.from(text).length * characterWidth
  const at = (
    anchor: BesideText['anchor'],
    startX: number,
    baseline: number,
  ): { shown: BesideText; box: Box } => {
    const left = startX - { start: 0, middle: width / 2, end: width }[anchor]
    return {
      shown: { text, x: startX, y: baseline, anchor },
      box: { left, right: left + width, top: baseline - 10, bottom: baseline + 3 },
    }
  }
  return [
    at('start', box.right + 4, y + 4),
    at('end', box.left - 4, y + 4),
    at('middle', x, box.top - 5),
    at('middle', x, box.bottom + 12),
  ]
}

function isWithin(box: Box, frame: Box): boolean {
  return (
    box.left >= frame.left &&
    box.right <= frame.right &&
    box.top >= frame.top &&
    box.bottom <= frame.bottom
  )
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}
