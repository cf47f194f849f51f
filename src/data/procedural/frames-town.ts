/** Frames whose subjects are places in a town. */
import type { Frame } from './frame.ts'

export const townFrames: readonly Frame[] = [
  {
    id: 'library',
    past: true,
    places: {
      names: [
        'the top shelf',
        'the middle shelf',
        'the bottom shelf',
        'the long shelf',
        'the short shelf',
      ],
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
      fact: '{S} [have|has|had] room for {n}',
      ask: 'how many more {items} would fit',
      say: '{S} still [have|has|had] room for {v}',
    },
    asides: ['The library was {x} years old', '{S} was {x} inches high'],
  },
  {
    id: 'parking',
    past: true,
    places: {
      names: [
        'the north lot',
        'the south lot',
        'the city lot',
        'the station lot',
        'the school lot',
      ],
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
      fact: '{S} [have|has|had] room for {n}',
      ask: 'how many more {items} would fit',
      say: '{S} still [have|has|had] room for {v}',
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
    periods: [['stop', 'stops']],
    goal: {
      fact: '{S} [have|has|had] room for {n}',
      ask: 'how many more {items} would fit',
      say: '{S} still [have|has|had] room for {v}',
    },
    asides: ['The bus line is {x} miles long', '{S} waits for {x} minutes'],
  },
  {
    id: 'classroom',
    past: true,
    places: {
      names: [
        'the art room',
        'the music room',
        'the science room',
        'the small room',
        'the big room',
      ],
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
      fact: '{S} [have|has|had] room for {n}',
      ask: 'how many more {items} would fit',
      say: '{S} still [have|has|had] room for {v}',
    },
    asides: ['The lesson lasted {x} minutes', '{S} was {x} feet long'],
  },
  {
    id: 'hotel',
    places: {
      names: [
        'the Sea Hotel',
        'the Park Hotel',
        'the City Hotel',
        'the Lake Hotel',
        'the Hill Hotel',
      ],
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
      fact: '{S} [have|has|had] room for {n}',
      ask: 'how many more {items} would fit',
      say: '{S} still [have|has|had] room for {v}',
    },
    asides: ['{S} is {x} years old', 'The beach is {x} minutes away'],
  },
]
