/** Language models behind HTTP, at servers that speak the protocol of OpenAI. */
export { Budget } from './budget.ts'
export { openServed, servedIdentity, type ServedOptions } from './open-served.ts'
export { paidIn, readServedBy, servedByFile, serversIn } from './served-by.ts'
export { namesServed, servedSettings } from './settings.ts'
export { estimatedTokens } from './usage.ts'
