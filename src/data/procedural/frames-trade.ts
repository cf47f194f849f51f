/** Frames of buying, selling, earning and saving. */
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
      say: '{S} still [need|needs|needed] {v}',
    },
    asides: ['The market opens at {x} minutes past six', '{S} is {x} years old'],
  },
  {
    id: 'savings',
    units: [dollars],
    hold: ['{S} keeps {n} at home', '{S} [have|has|had] {n} at first'],
    gain: [
      '{S} earns {n}',
      '{S} saves {n}',
      '{S} gets {n} from {his} grandmother',
      '{S} finds {n}',
    ],
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
      say: '{S} still [need|needs|needed] {v}',
    },
    use: '[spend|spends|spent]',
    asides: ['{S} is {x} years old', 'The bank is {x} miles away'],
  },
  {
    id: 'school-supplies',
    past: true,
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
    hold: ['{S} bought {n} at the shop', '{S} had {n} for school'],
    gain: ['{S} bought {n}', '{S} got {n} from a teacher', '{S} found {n}'],
    lose: ['{S} lost {n}', '{S} gave {n} to a classmate', '{S} used up {n}'],
    periods: [
      ['week', 'weeks'],
      ['month', 'months'],
    ],
    sharers: [
      ['classmate', 'classmates'],
      ['cousin', 'cousins'],
    ],
    addition: ['label', 'labels'],
    pack: '[put|puts|put] {own} into {groups}',
    goal: {
      fact: '{S} needed {n} for the class',
      ask: 'how many more {items} did {he} have to get',
      say: '{S} still had to get {v}',
    },
    use: '[use|uses|used]',
    asides: ['The shop was {x} minutes away', '{S} had {x} books at home'],
  },
  {
    id: 'toy-shop',
    units: [
      {
        noun: ['toy car', 'toy cars'],
        groups: [
          ['box', 'boxes'],
          ['bag', 'bags'],
        ],
        kinds: [
          ['red', 'black'],
          ['new', 'used'],
        ],
      },
      {
        noun: ['doll', 'dolls'],
        groups: [
          ['box', 'boxes'],
          ['shelf', 'shelves'],
        ],
        kinds: [['small', 'tall']],
      },
      {
        noun: ['ball', 'balls'],
        groups: [
          ['net', 'nets'],
          ['bag', 'bags'],
        ],
        kinds: [
          ['red', 'white'],
          ['soft', 'hard'],
        ],
      },
    ],
    hold: ['{S} [have|has|had] {n} in a toy shop', '{S} starts the week with {n}'],
    gain: ['{S} orders {n}', '{S} buys {n}', '{S} repairs {n}'],
    lose: ['{S} sells {n}', '{S} sends back {n}', '{S} gives {n} to a hospital'],
    periods: [
      ['day', 'days'],
      ['week', 'weeks'],
    ],
    sharers: [
      ['shelf', 'shelves'],
      ['child', 'children'],
    ],
    expense: 'the rent',
    addition: ['sticker', 'stickers'],
    pack: '[pack|packs|packed] {own} into {groups}',
    goal: {
      fact: '{S} [want|wants|wanted] {n} for the holidays',
      ask: 'how many more {items} {does} {he} have to order',
      say: '{S} still [have|has|had] to order {v}',
    },
    asides: ['The shop closes in {x} minutes', '{S} has worked there for {x} months'],
  },
  {
    id: 'wages',
    past: true,
    units: [dollars],
    verb: 'earned',
    base: 'earn',
    hold: ['{S} earned {n} in the first week', '{S} was paid {n}'],
    gain: ['{S} earned {n}', '{S} made {n} by walking dogs', '{S} made {n} by washing cars'],
    afterGain: 'in all',
    periods: [
      ['day', 'days'],
      ['hour', 'hours'],
      ['week', 'weeks'],
    ],
    sharers: [
      ['brother', 'brothers'],
      ['cousin', 'cousins'],
    ],
    goal: {
      fact: '{S} wanted to earn {n}',
      ask: 'how much more money did {he} have to earn',
      say: '{S} still had to earn {v}',
    },
    asides: ['{S} worked {x} miles from home', '{S} was {x} years old'],
  },
  {
    id: 'cinema',
    units: [
      {
        noun: ['ticket', 'tickets'],
        groups: [
          ['group', 'groups'],
          ['block', 'blocks'],
        ],
        kinds: [['cheap', 'expensive']],
      },
      {
        noun: ['snack', 'snacks'],
        groups: [
          ['tray', 'trays'],
          ['box', 'boxes'],
        ],
        kinds: [['sweet', 'salty']],
      },
    ],
    verb: '[sell|sells|sold]',
    base: 'sell',
    gain: ['{S} sells {n}', '{S} sells {n} at the door'],
    afterGain: 'in all',
    periods: [
      ['hour', 'hours'],
      ['evening', 'evenings'],
    ],
    goal: {
      fact: '{S} [want|wants|wanted] to sell {n}',
      ask: 'how many more {items} {does} {he} have to sell',
      say: '{S} still [have|has|had] to sell {v}',
    },
    asides: ['The film lasts {x} minutes more than an hour', 'The cinema has {x} rows of seats'],
  },
  {
    id: 'book-fair',
    past: true,
    units: [
      {
        noun: ['novel', 'novels'],
        groups: [
          ['box', 'boxes'],
          ['stack', 'stacks'],
        ],
        kinds: [
          ['new', 'used'],
          ['long', 'short'],
        ],
      },
      {
        noun: ['comic', 'comics'],
        groups: [
          ['pile', 'piles'],
          ['box', 'boxes'],
        ],
        kinds: [
          ['new', 'used'],
          ['funny', 'serious'],
        ],
      },
      {
        noun: ['map', 'maps'],
        groups: [
          ['roll', 'rolls'],
          ['box', 'boxes'],
        ],
        kinds: [['old', 'new']],
      },
    ],
    hold: ['{S} took {n} to the fair', '{S} had {n} on a table'],
    gain: ['{S} unpacked {n}', '{S} got {n} from a friend', '{S} bought {n} from a reader'],
    lose: ['{S} sold {n}', '{S} gave {n} to a school', '{S} traded away {n}'],
    periods: [
      ['hour', 'hours'],
      ['day', 'days'],
    ],
    sharers: [
      ['table', 'tables'],
      ['school', 'schools'],
    ],
    expense: 'the table',
    addition: ['cover', 'covers'],
    pack: '[put|puts|put] {own} into {groups}',
    asides: ['The fair had {x} visitors', '{S} drove {x} miles to the fair'],
  },
]
