/** Frames of travel and the open air. */
import type { Frame } from './frame.ts'

export const outdoorFrames: readonly Frame[] = [
  {
    id: 'road-trip',
    units: [
      {
        noun: ['mile', 'miles'],
        groups: [
          ['stage', 'stages'],
          ['leg', 'legs'],
        ],
      },
    ],
    verb: '[drive|drives|drove]',
    base: 'drive',
    hold: ['{S} drives {n} before lunch', '{S} drives {n} on the first day'],
    gain: ['{S} drives {n}', '{S} drives {n} through the hills'],
    afterGain: 'in all',
    periods: [
      ['hour', 'hours'],
      ['day', 'days'],
    ],
    goal: {
      fact: '{S} [want|wants|wanted] to drive {n}',
      ask: 'how many more miles {does} {he} have to drive',
      say: '{S} still [have|has|had] to drive {v}',
    },
    asides: ['The car is {x} years old', '{S} stops for {x} minutes'],
  },
  {
    id: 'hiking',
    past: true,
    units: [
      {
        noun: ['mile', 'miles'],
        groups: [
          ['trail', 'trails'],
          ['loop', 'loops'],
        ],
      },
      {
        noun: ['step', 'steps'],
        groups: [
          ['flight', 'flights'],
          ['stair', 'stairs'],
        ],
      },
    ],
    verb: 'walked',
    base: 'walk',
    hold: ['{S} walked {n} in the morning', '{S} walked {n} uphill'],
    gain: ['{S} walked {n}', '{S} walked {n} along the river'],
    afterGain: 'in all',
    periods: [
      ['hour', 'hours'],
      ['day', 'days'],
    ],
    goal: {
      fact: '{S} wanted to walk {n}',
      ask: 'how many more {items} did {he} have to walk',
      say: '{S} still had to walk {v}',
    },
    asides: ['It rained for {x} minutes', '{S} carried a bag of {x} pounds'],
  },
  {
    id: 'fishing',
    units: [
      {
        noun: ['fish', 'fish'],
        groups: [
          ['bucket', 'buckets'],
          ['net', 'nets'],
        ],
        kinds: [
          ['big', 'small'],
          ['silver', 'brown'],
        ],
      },
      {
        noun: ['crab', 'crabs'],
        groups: [
          ['trap', 'traps'],
          ['basket', 'baskets'],
        ],
        kinds: [['big', 'small']],
      },
    ],
    hold: ['{S} catches {n}', '{S} [have|has|had] {n} in the boat'],
    gain: ['{S} catches {n}', '{S} pulls in {n}', '{S} gets {n} from another boat'],
    lose: ['{S} lets go {n}', '{S} sells {n}', '{S} eats {n}'],
    periods: [
      ['hour', 'hours'],
      ['day', 'days'],
    ],
    sharers: [
      ['sailor', 'sailors'],
      ['family', 'families'],
    ],
    expense: 'the boat',
    pack: '[pack|packs|packed] {own} into {groups}',
    goal: {
      fact: '{S} [want|wants|wanted] to catch {n}',
      ask: 'how many more {items} {does} {he} have to catch',
      say: '{S} still [have|has|had] to catch {v}',
    },
    use: '[eat|eats|ate]',
    asides: ['The boat is {x} feet long', 'The lake is {x} miles wide'],
  },
  {
    id: 'berry-picking',
    past: true,
    units: [
      {
        noun: ['berry', 'berries'],
        groups: [
          ['bowl', 'bowls'],
          ['cup', 'cups'],
        ],
        kinds: [
          ['red', 'black'],
          ['ripe', 'unripe'],
        ],
      },
      {
        noun: ['plum', 'plums'],
        groups: [
          ['basket', 'baskets'],
          ['bag', 'bags'],
        ],
        kinds: [
          ['blue', 'yellow'],
          ['ripe', 'unripe'],
        ],
      },
      {
        noun: ['cherry', 'cherries'],
        groups: [
          ['bowl', 'bowls'],
          ['basket', 'baskets'],
        ],
        kinds: [
          ['dark', 'bright'],
          ['sweet', 'sour'],
        ],
      },
    ],
    hold: ['{S} picked {n}', '{S} gathered {n} in the forest'],
    gain: ['{S} picked {n}', '{S} gathered {n}', '{S} found {n}'],
    lose: ['{S} ate {n}', '{S} spilled {n}', '{S} fed {n} to the birds'],
    periods: [
      ['hour', 'hours'],
      ['minute', 'minutes'],
    ],
    sharers: [
      ['cake', 'cakes'],
      ['jar', 'jars'],
      ['friend', 'friends'],
    ],
    expense: 'the baskets',
    pack: '[put|puts|put] {own} into {groups}',
    goal: {
      fact: '{S} needed {n} for jam',
      ask: 'how many more {items} did {he} have to pick',
      say: '{S} still had to pick {v}',
    },
    use: '[eat|eats|ate]',
    asides: ['The forest was {x} miles away', '{S} walked for {x} minutes'],
  },
  {
    id: 'firewood',
    units: [
      {
        noun: ['log', 'logs'],
        groups: [
          ['stack', 'stacks'],
          ['pile', 'piles'],
        ],
        kinds: [
          ['dry', 'wet'],
          ['thick', 'thin'],
        ],
      },
      {
        noun: ['board', 'boards'],
        groups: [
          ['stack', 'stacks'],
          ['bundle', 'bundles'],
        ],
        kinds: [['long', 'short']],
      },
    ],
    hold: ['{S} cuts {n}', '{S} [have|has|had] {n} behind the house'],
    gain: ['{S} cuts {n}', '{S} buys {n}', '{S} finds {n}'],
    lose: ['{S} burns {n}', '{S} sells {n}', '{S} gives {n} to a neighbor'],
    periods: [
      ['day', 'days'],
      ['week', 'weeks'],
      ['hour', 'hours'],
    ],
    sharers: [
      ['house', 'houses'],
      ['neighbor', 'neighbors'],
    ],
    expense: 'a new saw',
    pack: '[put|puts|put] {own} into {groups}',
    goal: {
      fact: '{S} [need|needs|needed] {n} for the winter',
      ask: 'how many more {items} {does} {he} need',
      say: '{S} still [need|needs|needed] {v}',
    },
    use: '[burn|burns|burned]',
    asides: ['The house is {x} years old', '{S} rests for {x} minutes'],
  },
  {
    id: 'bird-watching',
    past: true,
    units: [
      {
        noun: ['bird', 'birds'],
        groups: [
          ['group', 'groups'],
          ['tree', 'trees'],
        ],
        kinds: [
          ['black', 'brown'],
          ['young', 'old'],
        ],
      },
      {
        noun: ['duck', 'ducks'],
        groups: [
          ['pond', 'ponds'],
          ['group', 'groups'],
        ],
        inside: 'in',
        kinds: [['gray', 'white']],
      },
    ],
    verb: 'saw',
    base: 'see',
    hold: ['{S} saw {n} in the morning', '{S} counted {n}'],
    gain: ['{S} saw {n}', '{S} counted {n}', '{S} noticed {n}'],
    afterGain: 'in all',
    periods: [
      ['hour', 'hours'],
      ['day', 'days'],
    ],
    goal: {
      fact: '{S} hoped to see {n}',
      ask: 'how many more {items} did {he} have to see',
      say: '{S} still had to see {v}',
    },
    asides: ['The park was {x} miles away', '{S} sat still for {x} minutes'],
  },
]
