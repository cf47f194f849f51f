/** Frames whose subjects are places where things live, grow or are made. */
import type { Frame } from './frame.ts'

export const placeFrames: readonly Frame[] = [
  {
    id: 'aquarium',
    places: {
      names: [
        'the red tank',
        'the blue tank',
        'the tall tank',
        'the round tank',
        'the old tank',
        'the new tank',
      ],
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
    lose: ['{S} loses {n}', '{S} gives {n} to a zoo'],
    periods: [
      ['week', 'weeks'],
      ['month', 'months'],
    ],
    sharers: [
      ['pond', 'ponds'],
      ['zoo', 'zoos'],
    ],
    expense: 'the food',
    goal: {
      fact: '{S} [have|has|had] room for {n}',
      ask: 'how many more {items} would fit',
      say: '{S} still [have|has|had] room for {v}',
    },
    asides: ['{S} is {x} feet long', 'The aquarium has {x} visitors'],
  },
  {
    id: 'farm',
    places: {
      names: [
        'the north field',
        'the south field',
        'the east field',
        'the west field',
        'the big barn',
        'the old barn',
      ],
      noun: ['place', 'places'],
      keeper: 'the farmer',
    },
    units: [
      {
        noun: ['sheep', 'sheep'],
        groups: [
          ['group', 'groups'],
          ['pen', 'pens'],
        ],
        kinds: [
          ['white', 'black'],
          ['young', 'old'],
        ],
      },
      {
        noun: ['goat', 'goats'],
        groups: [
          ['group', 'groups'],
          ['pen', 'pens'],
        ],
        kinds: [['brown', 'white']],
      },
      {
        noun: ['hen', 'hens'],
        groups: [
          ['cage', 'cages'],
          ['group', 'groups'],
        ],
        kinds: [
          ['brown', 'white'],
          ['young', 'old'],
        ],
      },
    ],
    hold: ['{S} holds {n}', '{S} contains {n}'],
    gain: ['{S} gets {n}', '{S} receives {n} from another farm'],
    lose: ['{S} loses {n}', '{S} gives {n} to another farm'],
    periods: [
      ['week', 'weeks'],
      ['month', 'months'],
    ],
    sharers: [
      ['truck', 'trucks'],
      ['pen', 'pens'],
    ],
    expense: 'the food',
    goal: {
      fact: '{S} [have|has|had] room for {n}',
      ask: 'how many more {items} would fit',
      say: '{S} still [have|has|had] room for {v}',
    },
    asides: ['The farm is {x} miles from town', 'The farmer has {x} tools'],
  },
  {
    id: 'orchard',
    past: true,
    places: {
      names: ['the tall tree', 'the old tree', 'the young tree', 'the big tree', 'the small tree'],
      noun: ['tree', 'trees'],
      keeper: 'the gardener',
    },
    units: [
      {
        noun: ['peach', 'peaches'],
        groups: [
          ['branch', 'branches'],
          ['bunch', 'bunches'],
        ],
        inside: 'on',
        kinds: [
          ['ripe', 'unripe'],
          ['large', 'small'],
        ],
      },
      {
        noun: ['lemon', 'lemons'],
        groups: [
          ['branch', 'branches'],
          ['bunch', 'bunches'],
        ],
        inside: 'on',
        kinds: [['yellow', 'green']],
      },
    ],
    hold: ['{S} carried {n}', '{S} had {n} in June'],
    gain: ['{S} grew {n}', '{S} bore {n}'],
    lose: ['{S} lost {n} in a storm', '{S} dropped {n}'],
    periods: [
      ['day', 'days'],
      ['week', 'weeks'],
    ],
    sharers: [
      ['basket', 'baskets'],
      ['family', 'families'],
    ],
    expense: 'the water',
    asides: ['{S} was {x} feet high', 'The orchard was {x} years old'],
  },
  {
    id: 'factory',
    places: {
      names: [
        'the old machine',
        'the new machine',
        'the big machine',
        'the small machine',
        'the fast machine',
        'the slow machine',
      ],
      noun: ['machine', 'machines'],
      keeper: 'the worker',
    },
    units: [
      {
        noun: ['screw', 'screws'],
        groups: [
          ['box', 'boxes'],
          ['set', 'sets'],
        ],
        kinds: [
          ['long', 'short'],
          ['thick', 'thin'],
        ],
      },
      {
        noun: ['bottle', 'bottles'],
        groups: [
          ['crate', 'crates'],
          ['pack', 'packs'],
        ],
        kinds: [
          ['green', 'clear'],
          ['large', 'small'],
        ],
      },
      {
        noun: ['part', 'parts'],
        groups: [
          ['tray', 'trays'],
          ['box', 'boxes'],
        ],
        kinds: [['heavy', 'light']],
      },
    ],
    verb: '[make|makes|made]',
    base: 'make',
    hold: ['{S} makes {n} before noon', '{S} turns out {n}'],
    gain: ['{S} makes {n}', '{S} turns out {n}'],
    afterGain: 'in all',
    periods: [
      ['hour', 'hours'],
      ['minute', 'minutes'],
      ['day', 'days'],
    ],
    sharers: [
      ['shop', 'shops'],
      ['customer', 'customers'],
    ],
    expense: 'the power',
    pack: '[pack|packs|packed] {own} into {groups}',
    goal: {
      fact: '{S} [have|has|had] to make {n}',
      ask: 'how many more {items} {does} {he} have to make',
      say: '{S} still [have|has|had] to make {v}',
    },
    asides: ['The factory is {x} years old', '{S} weighs {x} tons'],
  },
]
