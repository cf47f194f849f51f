/** Characters of no width, which stick to answers that were copied. */

/** Byte order, joiners, directions, soft hyphens and invisible operators. */
const invisible = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g

/** Returns the text without them. */
export const withoutInvisible = (text: string): string => text.replaceAll(invisible, '')
