/** Telling texts of plain ASCII, to which much need not be done. */

/** Whether every character is one of ASCII. */
// eslint-disable-next-line no-control-regex
export const isAscii = (text: string): boolean => /^[\x00-\x7F]*$/.test(text)
