/** All story frames. */
import type { Frame } from './frame.ts'
import { homeFrames } from './frames-home.ts'
import { placeFrames } from './frames-places.ts'
import { tradeFrames } from './frames-trade.ts'

export const frames: readonly Frame[] = [...tradeFrames, ...homeFrames, ...placeFrames]
