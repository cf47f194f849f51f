/** Frames whose subjects are places. */
import type { Frame } from './frame.ts'

export const placeFrames: readonly Frame[] = [
  {
    id: 'aquarium',
    places: {
      names: ['the red tank', 'the blue tank', 'the tall tank', 'the round tank', 'the old tank', 'the new tank'],
      noun: ['tank', 'tanks'],
      keeper: 'the keeper',
    },
    units: [
      {
        noun: ['fish', 'fish'],
        groups: [
          ['group', 'groups'],
          ['school', 'schools'],
        ],
        kinds: [
          ['striped', 'plain'],
          ['young', 'old'],
        ],
      },
      { noun: ['snail', 'snails'], groups: [['group', 'groups']], kinds: [['brown', 'black']] },
      { noun: ['crab', 'crabs'], groups: [['group', 'groups']], kinds: [['small', 'big']] },
    ],
    hold: ['{S} holds {n}', '{S} contains {n}'],
    gain: ['{S} gets {n}', '{S} receives {n} from another aquarium'],
    lose: ['{S} loses {n}', '{S} gives {n} to a school'],
    periods: [
      ['week', 'weeks'],
      ['month', 'months'],
    ],
    sharers: [
      ['pond', 'ponds'],
      ['zoo', 'zoos'],
    ],
    expense: 'the food',
    goal: { fact: 'there is room for {n} in all', ask: 'how many more {items} would fit', say: '{v} more would fit' },
    asides: ['{S} is {x} feet long', 'the aquarium has {x} visitors'],
  },
]
