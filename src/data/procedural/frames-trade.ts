/** Frames of buying, selling and saving. */
import type { Frame } from './frame.ts'
import { dollars } from './unit.ts'

export const tradeFrames: readonly Frame[] = [
  {
    id: 'market-stall',
    units: [
      {
        noun: ['apple', 'apples'],
        groups: [
          ['basket', 'baskets'],
          ['crate', 'crates'],
        ],
        kinds: [
          ['red', 'green'],
          ['ripe', 'unripe'],
        ],
      },
      {
        noun: ['melon', 'melons'],
        groups: [
          ['crate', 'crates'],
          ['box', 'boxes'],
        ],
        kinds: [['large', 'small']],
      },
      {
        noun: ['pear', 'pears'],
        groups: [
          ['bag', 'bags'],
          ['basket', 'baskets'],
        ],
        kinds: [['yellow', 'green']],
      },
    ],
    hold: ['{S} brings {n} to the market', '{S} [have|has|had] {n} on a market stall'],
    gain: ['{S} gets {n} from a farmer', '{S} picks {n}', '{S} unpacks {n}'],
    lose: ['{S} sells {n}', '{S} gives away {n}', '{S} throws away {n}'],
    periods: [
      ['hour', 'hours'],
      ['day', 'days'],
    ],
    sharers: [
      ['neighbor', 'neighbors'],
      ['friend', 'friends'],
    ],
    expense: 'the stall',
    pack: '[pack|packs|packed] {own} into {groups}',
    goal: {
      fact: '{S} [want|wants|wanted] to have {n} on the stall',
      ask: 'how many more {items} {does} {he} need',
      say: '{S} needs {v} more',
    },
    asides: ['the market opens at {x} in the morning', '{S} is {x} years old'],
  },
  {
    id: 'savings',
    units: [dollars],
    hold: ['{S} keeps {n} at home', '{S} [have|has|had] {n} at first'],
    gain: ['{S} earns {n}', '{S} saves {n}', '{S} gets {n} from {his} grandmother', '{S} finds {n}'],
    lose: ['{S} spends {n}', '{S} gives {n} to {his} brother', '{S} pays {n} for lunch'],
    periods: [
      ['week', 'weeks'],
      ['month', 'months'],
    ],
    sharers: [
      ['sister', 'sisters'],
      ['charity', 'charities'],
    ],
    goal: {
      fact: '{S} [want|wants|wanted] to buy a bicycle for {n}',
      ask: 'how much more money {does} {he} need',
      say: '{S} [need|needs|needed] {v} more',
    },
    use: '[spend|spends|spent]',
    asides: ['{S} is {x} years old', 'the bank is {x} miles away'],
  },
  {
    id: 'school-supplies',
    units: [
      {
        noun: ['pencil', 'pencils'],
        groups: [
          ['box', 'boxes'],
          ['pack', 'packs'],
        ],
        kinds: [
          ['red', 'blue'],
          ['sharp', 'blunt'],
        ],
      },
      {
        noun: ['notebook', 'notebooks'],
        groups: [
          ['pack', 'packs'],
          ['stack', 'stacks'],
        ],
        kinds: [['large', 'small']],
      },
      {
        noun: ['eraser', 'erasers'],
        groups: [
          ['bag', 'bags'],
          ['box', 'boxes'],
        ],
        kinds: [['white', 'pink']],
      },
    ],
    past: true,
    hold: ['{S} bought {n} at the shop', '{S} had {n} for school'],
    gain: ['{S} bought {n}', '{S} got {n} from a teacher', '{S} found {n}'],
    lose: ['{S} lost {n}', '{S} gave {n} to a classmate', '{S} used up {n}'],
    periods: [
      ['week', 'weeks'],
      ['month', 'months'],
    ],
    sharers: [
      ['classmate', 'classmates'],
      ['desk', 'desks'],
    ],
    addition: ['label', 'labels'],
    pack: '[put|puts|put] {own} into {groups}',
    goal: {
      fact: '{S} needed {n} for the class',
      ask: 'how many more {items} did {he} have to get',
      say: '{S} had to get {v} more',
    },
    use: '[use|uses|used]',
    asides: ['the shop was {x} minutes away', '{S} had {x} books at home'],
  },
]
