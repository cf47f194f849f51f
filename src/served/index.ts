/** Language models behind HTTP, at servers that speak the protocol of OpenAI. */
export { Budget, money } from './budget.ts'
export { openServed, paidIn, servedIdentity, serversIn, type ServedOptions } from './open-served.ts'
export { namesServed, servedSettings, type ServedSettings } from './settings.ts'
export { addUsage, estimatedTokens, noUsage, type Usage } from './usage.ts'
