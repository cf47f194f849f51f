/** Keeps a key out of everything that is shown or written. */

/** Takes the key out of texts that a server has sent. */
export interface Secret {
  hide(text: string): string
  /** Returns what is certain of a text that grows: its end may be the beginning of the key. */
  hideGrowing(text: string): string
}

/** Servers that need no key are given one such as `none`, which completions may hold. */
const LEAST_LENGTH = 8

export function secretOf(key: string | undefined): Secret {
  if (key === undefined || key.length < LEAST_LENGTH)
    return { hide: (text) => text, hideGrowing: (text) => text }
  const hide = (text: string): string => text.replaceAll(key, '***')
  return {
    hide,
    hideGrowing: (text) => {
      const hidden = hide(text)
      return hidden.slice(0, Math.max(0, hidden.length - key.length + 1))
    },
  }
}
