/** All story frames. */
import type { Frame } from './frame.ts'
import { collectingFrames } from './frames-collecting.ts'
import { homeFrames } from './frames-home.ts'
import { kitchenFrames } from './frames-kitchen.ts'
import { leisureFrames } from './frames-leisure.ts'
import { outdoorFrames } from './frames-outdoors.ts'
import { placeFrames } from './frames-places.ts'
import { townFrames } from './frames-town.ts'
import { tradeFrames } from './frames-trade.ts'
import { workFrames } from './frames-work.ts'

export const frames: readonly Frame[] = [
  ...tradeFrames,
  ...kitchenFrames,
  ...homeFrames,
  ...collectingFrames,
  ...outdoorFrames,
  ...leisureFrames,
  ...workFrames,
  ...placeFrames,
  ...townFrames,
]
