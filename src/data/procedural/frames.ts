/** All story frames. */
import type { Frame } from './frame.ts'
import { collectingFrames } from './frames-collecting.ts'
import { homeFrames } from './frames-home.ts'
import { leisureFrames } from './frames-leisure.ts'
import { outdoorFrames } from './frames-outdoors.ts'
import { placeFrames } from './frames-places.ts'
import { tradeFrames } from './frames-trade.ts'
import { workFrames } from './frames-work.ts'

export const frames: readonly Frame[] = [
  ...tradeFrames,
  ...homeFrames,
  ...collectingFrames,
  ...outdoorFrames,
  ...leisureFrames,
  ...workFrames,
  ...placeFrames,
]
