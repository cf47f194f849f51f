/**
 * Ends the process where Node is too old, with a sentence instead of a syntax error. Loaded before
 * anything else, by the command and by `npm start`, so it is written in what every Node can read:
 * no import, nothing newer than ES2015.
 */
'use strict'

/** Of each long-term release, the oldest that does all the work: package.json says the same. */
const oldest = { 20: 19, 22: 13 }
const newest = 24
const needed = 'reckoner needs Node 20.19, 22.13, 24 or newer'

/**
 * Returns what is wrong with a version of Node, such as `18.2.0`; `null` where nothing is.
 * @param {string} version
 * @returns {string | null}
 */
function nodeFault(version) {
  const parts = version.split('.').map(Number)
  const major = parts[0]
  const isNewEnough =
    major >= newest || (Object.hasOwnProperty.call(oldest, major) && parts[1] >= oldest[major])
  return isNewEnough ? null : needed + '; this is ' + version
}

exports.nodeFault = nodeFault

const fault = nodeFault(process.versions.node)
if (fault !== null) {
  console.error(
    fault + '\n  → Install a newer one, for example the long-term release of nodejs.org.',
  )
  process.exit(2)
}
