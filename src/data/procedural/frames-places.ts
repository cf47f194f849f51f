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
      fact: 'there [is|is|was] room for {n} in all',
      ask: 'how many more {items} would fit',
      say: 'there [is|is|was] room left for {v}',
    },
    asides: ['{S} is {x} feet long', 'The aquarium has {x} visitors'],
  },
  {
    id: 'library',
    past: true,
    places: {
      names: ['the top shelf', 'the middle shelf', 'the bottom shelf', 'the long shelf', 'the short shelf'],
      noun: ['shelf', 'shelves'],
      keeper: 'the librarian',
    },
    units: [
      {
        noun: ['book', 'books'],
        groups: [
          ['stack', 'stacks'],
          ['row', 'rows'],
        ],
        kinds: [
          ['thick', 'thin'],
          ['old', 'new'],
        ],
      },
      {
        noun: ['magazine', 'magazines'],
        groups: [
          ['pile', 'piles'],
          ['box', 'boxes'],
        ],
        kinds: [['old', 'new']],
      },
    ],
    hold: ['{S} held {n}', '{S} had {n} on it'],
    gain: ['{S} got {n}', '{S} received {n} from a school'],
    lose: ['{S} lost {n}', '{S} gave up {n} for readers'],
    periods: [
      ['day', 'days'],
      ['week', 'weeks'],
    ],
    sharers: [
      ['cart', 'carts'],
      ['class', 'classes'],
    ],
    pack: '[put|puts|put] {own} into {groups}',
    goal: {
      fact: 'there [is|is|was] room for {n} in all',
      ask: 'how many more {items} would fit',
      say: 'there [is|is|was] room left for {v}',
    },
    asides: ['The library was {x} years old', '{S} was {x} inches high'],
  },
  {
    id: 'farm',
    places: {
      names: ['the north field', 'the south field', 'the east field', 'the west field', 'the big barn', 'the old barn'],
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
      fact: 'the farmer [wants|wants|wanted] {n} in all',
      ask: 'how many more {items} [does|does|did] the farmer need',
      say: 'the farmer still [needs|needs|needed] {v}',
    },
    asides: ['The farm is {x} miles from town', 'The farmer has {x} tools'],
  },
  {
    id: 'parking',
    past: true,
    places: {
      names: ['the north lot', 'the south lot', 'the city lot', 'the station lot', 'the school lot'],
      noun: ['lot', 'lots'],
      keeper: 'the guard',
    },
    units: [
      {
        noun: ['car', 'cars'],
        groups: [
          ['row', 'rows'],
          ['line', 'lines'],
        ],
        kinds: [
          ['red', 'gray'],
          ['electric', 'old'],
        ],
      },
      {
        noun: ['bike', 'bikes'],
        groups: [
          ['rack', 'racks'],
          ['row', 'rows'],
        ],
        kinds: [
          ['new', 'old'],
          ['blue', 'black'],
        ],
      },
    ],
    hold: ['{S} held {n}', '{S} had {n} in the morning'],
    gain: ['{S} got {n}', '{S} took in {n}'],
    lose: ['{S} lost {n}', '{S} let out {n}'],
    periods: [
      ['hour', 'hours'],
      ['minute', 'minutes'],
    ],
    goal: {
      fact: 'there [is|is|was] room for {n} in all',
      ask: 'how many more {items} would fit',
      say: 'there [is|is|was] room left for {v}',
    },
    asides: ['The gate was {x} feet wide', 'The guard had worked there for {x} months'],
  },
  {
    id: 'bus',
    places: {
      names: ['the red bus', 'the blue bus', 'the green bus', 'the first bus', 'the last bus'],
      noun: ['bus', 'buses'],
      keeper: 'the driver',
    },
    units: [
      {
        noun: ['passenger', 'passengers'],
        groups: [
          ['group', 'groups'],
          ['row', 'rows'],
        ],
        kinds: [
          ['young', 'old'],
          ['tired', 'awake'],
        ],
      },
      {
        noun: ['student', 'students'],
        groups: [
          ['group', 'groups'],
          ['class', 'classes'],
        ],
        kinds: [
          ['quiet', 'loud'],
          ['tall', 'short'],
        ],
      },
    ],
    verb: '[carry|carries|carried]',
    base: 'carry',
    hold: ['{S} carries {n}', '{S} leaves the station with {n}'],
    gain: ['{S} picks up {n}', '{S} takes on {n}'],
    lose: ['{S} drops off {n}', '{S} lets off {n}'],
    afterLoss: 'now',
    periods: [
      ['stop', 'stops'],
      ['mile', 'miles'],
    ],
    goal: {
      fact: 'there [is|is|was] room for {n} in all',
      ask: 'how many more {items} would fit',
      say: 'there [is|is|was] room left for {v}',
    },
    asides: ['The bus line is {x} miles long', '{S} waits for {x} minutes'],
  },
  {
    id: 'classroom',
    past: true,
    places: {
      names: ['the art room', 'the music room', 'the science room', 'the small room', 'the big room'],
      noun: ['room', 'rooms'],
      keeper: 'the teacher',
    },
    units: [
      {
        noun: ['desk', 'desks'],
        groups: [
          ['row', 'rows'],
          ['group', 'groups'],
        ],
        kinds: [
          ['new', 'old'],
          ['high', 'low'],
        ],
      },
      {
        noun: ['poster', 'posters'],
        groups: [
          ['wall', 'walls'],
          ['row', 'rows'],
        ],
        inside: 'on',
        kinds: [['large', 'small']],
      },
      {
        noun: ['plant', 'plants'],
        groups: [
          ['shelf', 'shelves'],
          ['row', 'rows'],
        ],
        inside: 'on',
        kinds: [
          ['tall', 'short'],
          ['green', 'dry'],
        ],
      },
    ],
    hold: ['{S} held {n}', '{S} had {n} at first'],
    gain: ['{S} got {n}', '{S} received {n} from another school'],
    lose: ['{S} lost {n}', '{S} gave up {n}'],
    periods: [
      ['week', 'weeks'],
      ['month', 'months'],
    ],
    sharers: [
      ['hall', 'halls'],
      ['class', 'classes'],
    ],
    goal: {
      fact: 'the school wanted {n} in all',
      ask: 'how many more {items} did the school need',
      say: 'the school still needed {v}',
    },
    asides: ['The lesson lasted {x} minutes', '{S} was {x} feet long'],
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
      fact: 'the factory [has|has|had] an order for {n}',
      ask: 'how many more {items} [does|does|did] the factory have to make',
      say: 'the factory still [has|has|had] to make {v}',
    },
    asides: ['The factory is {x} years old', '{S} weighs {x} tons'],
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
    id: 'hotel',
    places: {
      names: ['the Sea Hotel', 'the Park Hotel', 'the City Hotel', 'the Lake Hotel', 'the Hill Hotel'],
      noun: ['hotel', 'hotels'],
      keeper: 'the manager',
    },
    units: [
      {
        noun: ['guest', 'guests'],
        groups: [
          ['group', 'groups'],
          ['family', 'families'],
        ],
        kinds: [
          ['young', 'old'],
          ['new', 'regular'],
        ],
      },
      {
        noun: ['towel', 'towels'],
        groups: [
          ['stack', 'stacks'],
          ['shelf', 'shelves'],
        ],
        kinds: [
          ['clean', 'dirty'],
          ['white', 'blue'],
        ],
      },
    ],
    hold: ['{S} [have|has|had] {n} on Friday', '{S} [have|has|had] {n} at first'],
    gain: ['{S} gets {n}', '{S} takes in {n}'],
    lose: ['{S} loses {n}', '{S} sends {n} to another hotel'],
    afterLoss: 'now',
    periods: [
      ['day', 'days'],
      ['week', 'weeks'],
    ],
    sharers: [
      ['floor', 'floors'],
      ['house', 'houses'],
    ],
    goal: {
      fact: 'there [is|is|was] room for {n} in all',
      ask: 'how many more {items} would fit',
      say: 'there [is|is|was] room left for {v}',
    },
    asides: ['{S} is {x} years old', 'The beach is {x} minutes away'],
  },
]
