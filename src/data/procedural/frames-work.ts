/** Frames of work and of school. */
import type { Frame } from './frame.ts'

export const workFrames: readonly Frame[] = [
  {
    id: 'mail',
    units: [
      {
        noun: ['letter', 'letters'],
        groups: [
          ['bag', 'bags'],
          ['bundle', 'bundles'],
        ],
        kinds: [
          ['thick', 'thin'],
          ['white', 'brown'],
        ],
      },
      {
        noun: ['parcel', 'parcels'],
        groups: [
          ['cart', 'carts'],
          ['stack', 'stacks'],
        ],
        kinds: [
          ['heavy', 'light'],
          ['large', 'small'],
        ],
      },
    ],
    hold: ['{S} [have|has|had] {n} in a van', '{S} loads {n}'],
    gain: ['{S} picks up {n}', '{S} loads {n}', '{S} gets {n} at the office'],
    lose: ['{S} delivers {n}', '{S} sends back {n}', '{S} hands over {n}'],
    periods: [
      ['hour', 'hours'],
      ['day', 'days'],
    ],
    sharers: [
      ['street', 'streets'],
      ['driver', 'drivers'],
    ],
    pack: '[pack|packs|packed] {own} into {groups}',
    use: '[deliver|delivers|delivered]',
    asides: ['The van is {x} years old', '{S} starts {x} minutes late'],
  },
  {
    id: 'workshop',
    past: true,
    units: [
      {
        noun: ['chair', 'chairs'],
        groups: [
          ['set', 'sets'],
          ['row', 'rows'],
        ],
        kinds: [
          ['wooden', 'metal'],
          ['tall', 'low'],
        ],
      },
      {
        noun: ['lamp', 'lamps'],
        groups: [
          ['box', 'boxes'],
          ['shelf', 'shelves'],
        ],
        kinds: [['white', 'black']],
      },
      {
        noun: ['kite', 'kites'],
        groups: [
          ['box', 'boxes'],
          ['bundle', 'bundles'],
        ],
        kinds: [
          ['red', 'green'],
          ['large', 'small'],
        ],
      },
    ],
    hold: ['{S} made {n}', '{S} had {n} in a workshop'],
    gain: ['{S} made {n}', '{S} repaired {n}', '{S} finished {n}'],
    lose: ['{S} sold {n}', '{S} broke {n}', '{S} sent {n} to a shop'],
    periods: [
      ['day', 'days'],
      ['week', 'weeks'],
      ['hour', 'hours'],
    ],
    sharers: [
      ['shop', 'shops'],
      ['customer', 'customers'],
    ],
    expense: 'the tools',
    goal: {
      fact: '{S} had an order for {n}',
      ask: 'how many more {items} did {he} have to make',
      say: '{S} still had to make {v}',
    },
    asides: ['The workshop was {x} feet long', '{S} had {x} hammers'],
  },
  {
    id: 'science-class',
    units: [
      {
        noun: ['magnet', 'magnets'],
        groups: [
          ['box', 'boxes'],
          ['set', 'sets'],
        ],
        kinds: [
          ['strong', 'weak'],
          ['red', 'blue'],
        ],
      },
      {
        noun: ['seed', 'seeds'],
        groups: [
          ['pack', 'packs'],
          ['cup', 'cups'],
        ],
        kinds: [
          ['dry', 'wet'],
          ['light', 'dark'],
        ],
      },
      {
        noun: ['battery', 'batteries'],
        groups: [
          ['pack', 'packs'],
          ['box', 'boxes'],
        ],
        kinds: [['full', 'empty']],
      },
    ],
    hold: ['{S} [have|has|had] {n} in class', '{S} brings {n} to school'],
    gain: ['{S} gets {n} from the teacher', '{S} finds {n}', '{S} borrows {n}'],
    lose: ['{S} uses up {n}', '{S} hands back {n}', '{S} lends {n} to a classmate'],
    periods: [
      ['day', 'days'],
      ['lesson', 'lessons'],
    ],
    sharers: [
      ['team', 'teams'],
      ['pupil', 'pupils'],
    ],
    pack: '[put|puts|put] {own} into {groups}',
    goal: {
      fact: '{S} [need|needs|needed] {n} for a test',
      ask: 'how many more {items} {does} {he} need',
      say: '{S} still [need|needs|needed] {v}',
    },
    use: '[use|uses|used]',
    asides: ['The lesson lasts {x} minutes', 'The class has {x} pupils'],
  },
  {
    id: 'homework',
    past: true,
    units: [
      {
        noun: ['problem', 'problems'],
        groups: [
          ['sheet', 'sheets'],
          ['page', 'pages'],
        ],
        inside: 'on',
        kinds: [
          ['easy', 'hard'],
          ['long', 'short'],
        ],
      },
      {
        noun: ['word', 'words'],
        groups: [
          ['list', 'lists'],
          ['line', 'lines'],
        ],
        inside: 'on',
        kinds: [
          ['new', 'old'],
          ['easy', 'hard'],
        ],
      },
    ],
    verb: 'wrote',
    base: 'write',
    hold: ['{S} wrote {n} after school', '{S} wrote {n} at first'],
    gain: ['{S} wrote {n}', '{S} wrote {n} before dinner'],
    afterGain: 'in all',
    periods: [
      ['hour', 'hours'],
      ['day', 'days'],
      ['minute', 'minutes'],
    ],
    goal: {
      fact: '{S} had to write {n}',
      ask: 'how many more {items} did {he} have to write',
      say: '{S} still had to write {v}',
    },
    asides: ['{S} had {x} pencils', 'The school was {x} miles away'],
  },
  {
    id: 'donations',
    units: [
      {
        noun: ['can', 'cans'],
        groups: [
          ['box', 'boxes'],
          ['bag', 'bags'],
        ],
        kinds: [
          ['large', 'small'],
          ['full', 'empty'],
        ],
      },
      {
        noun: ['coat', 'coats'],
        groups: [
          ['bag', 'bags'],
          ['rack', 'racks'],
        ],
        inside: 'on',
        kinds: [
          ['warm', 'light'],
          ['new', 'used'],
        ],
      },
      {
        noun: ['toy', 'toys'],
        groups: [
          ['box', 'boxes'],
          ['bag', 'bags'],
        ],
        kinds: [['new', 'used']],
      },
    ],
    hold: ['{S} collects {n}', '{S} [have|has|had] {n} to give'],
    gain: ['{S} collects {n}', '{S} gets {n} from a shop', '{S} receives {n}'],
    lose: ['{S} gives {n} to a family', '{S} throws away {n}', '{S} sends {n} to a school'],
    periods: [
      ['day', 'days'],
      ['week', 'weeks'],
      ['hour', 'hours'],
    ],
    sharers: [
      ['family', 'families'],
      ['school', 'schools'],
    ],
    pack: '[pack|packs|packed] {own} into {groups}',
    goal: {
      fact: '{S} [want|wants|wanted] to collect {n}',
      ask: 'how many more {items} {does} {he} have to collect',
      say: '{S} still [have|has|had] to collect {v}',
    },
    asides: ['The center is {x} miles away', '{S} has helped for {x} months'],
  },
]
