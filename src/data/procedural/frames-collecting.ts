/** Frames of collecting and playing. */
import type { Frame } from './frame.ts'

export const collectingFrames: readonly Frame[] = [
  {
    id: 'stamps',
    units: [
      {
        noun: ['stamp', 'stamps'],
        groups: [
          ['page', 'pages'],
          ['sheet', 'sheets'],
        ],
        inside: 'on',
        kinds: [
          ['foreign', 'local'],
          ['old', 'new'],
        ],
      },
      {
        noun: ['postcard', 'postcards'],
        groups: [
          ['pile', 'piles'],
          ['album', 'albums'],
        ],
        kinds: [
          ['old', 'new'],
          ['colored', 'gray'],
        ],
      },
    ],
    hold: ['{S} collects {n}', '{S} [have|has|had] {n} in a collection'],
    gain: ['{S} buys {n}', '{S} gets {n} from {his} uncle', '{S} trades for {n}'],
    lose: ['{S} gives away {n}', '{S} sells {n}', '{S} trades away {n}'],
    periods: [
      ['week', 'weeks'],
      ['month', 'months'],
    ],
    sharers: [
      ['album', 'albums'],
      ['cousin', 'cousins'],
    ],
    expense: 'the album',
    pack: '[put|puts|put] {own} onto {groups}',
    goal: {
      fact: '{S} [want|wants|wanted] to own {n}',
      ask: 'how many more {items} {does} {he} need',
      say: '{S} still [need|needs|needed] {v}',
    },
    asides: ['{S} has collected for {x} months', 'The club has {x} members'],
  },
  {
    id: 'marbles',
    past: true,
    units: [
      {
        noun: ['marble', 'marbles'],
        groups: [
          ['bag', 'bags'],
          ['jar', 'jars'],
        ],
        kinds: [
          ['blue', 'green'],
          ['clear', 'cloudy'],
        ],
      },
      {
        noun: ['peg', 'pegs'],
        groups: [
          ['bag', 'bags'],
          ['box', 'boxes'],
        ],
        kinds: [['red', 'white']],
      },
      {
        noun: ['token', 'tokens'],
        groups: [
          ['stack', 'stacks'],
          ['bag', 'bags'],
        ],
        kinds: [['gold', 'silver']],
      },
    ],
    hold: ['{S} had {n}', '{S} started the game with {n}', '{S} owned {n}'],
    gain: ['{S} won {n}', '{S} found {n}', '{S} got {n} from a friend'],
    lose: ['{S} lost {n}', '{S} gave {n} to a friend', '{S} dropped {n}'],
    periods: [
      ['round', 'rounds'],
      ['game', 'games'],
      ['day', 'days'],
    ],
    sharers: [
      ['player', 'players'],
      ['friend', 'friends'],
    ],
    pack: '[put|puts|put] {own} into {groups}',
    goal: {
      fact: '{S} needed {n} to win',
      ask: 'how many more {items} did {he} need',
      say: '{S} still needed {v}',
    },
    asides: ['The game lasted {x} minutes', '{S} played on a board with {x} fields'],
  },
  {
    id: 'cards',
    units: [
      {
        noun: ['card', 'cards'],
        groups: [
          ['pack', 'packs'],
          ['deck', 'decks'],
        ],
        kinds: [
          ['rare', 'common'],
          ['new', 'old'],
        ],
      },
      {
        noun: ['sticker', 'stickers'],
        groups: [
          ['sheet', 'sheets'],
          ['pack', 'packs'],
        ],
        kinds: [
          ['shiny', 'plain'],
          ['round', 'square'],
        ],
      },
      {
        noun: ['badge', 'badges'],
        groups: [
          ['box', 'boxes'],
          ['bag', 'bags'],
        ],
        kinds: [['metal', 'plastic']],
      },
    ],
    hold: ['{S} owns {n}', '{S} [have|has|had] {n}'],
    gain: ['{S} buys {n}', '{S} wins {n}', '{S} gets {n} for {his} birthday'],
    lose: ['{S} loses {n}', '{S} gives {n} to {his} sister', '{S} trades away {n}'],
    periods: [
      ['day', 'days'],
      ['week', 'weeks'],
    ],
    sharers: [
      ['friend', 'friends'],
      ['brother', 'brothers'],
    ],
    addition: ['sleeve', 'sleeves'],
    pack: '[sort|sorts|sorted] {own} into {groups}',
    goal: {
      fact: '{S} [need|needs|needed] {n} for a full set',
      ask: 'how many more {items} {does} {he} need',
      say: '{S} still [need|needs|needed] {v}',
    },
    asides: ['{S} has {x} friends at the club', '{S} is {x} years old'],
  },
  {
    id: 'seashells',
    past: true,
    units: [
      {
        noun: ['shell', 'shells'],
        groups: [
          ['bucket', 'buckets'],
          ['bag', 'bags'],
        ],
        kinds: [
          ['white', 'pink'],
          ['whole', 'broken'],
        ],
      },
      {
        noun: ['pebble', 'pebbles'],
        groups: [
          ['bucket', 'buckets'],
          ['heap', 'heaps'],
        ],
        kinds: [
          ['gray', 'black'],
          ['smooth', 'rough'],
        ],
      },
    ],
    hold: ['{S} found {n} on the beach', '{S} collected {n}'],
    gain: ['{S} found {n}', '{S} picked up {n}', '{S} got {n} from a child'],
    lose: ['{S} gave away {n}', '{S} lost {n} in the sand', '{S} threw {n} into the water'],
    periods: [
      ['hour', 'hours'],
      ['day', 'days'],
    ],
    sharers: [
      ['necklace', 'necklaces'],
      ['child', 'children'],
    ],
    pack: '[put|puts|put] {own} into {groups}',
    goal: {
      fact: '{S} wanted to find {n}',
      ask: 'how many more {items} did {he} have to find',
      say: '{S} still had to find {v}',
    },
    asides: ['The beach was {x} miles away', '{S} swam for {x} minutes'],
  },
  {
    id: 'blocks',
    units: [
      {
        noun: ['block', 'blocks'],
        groups: [
          ['box', 'boxes'],
          ['tower', 'towers'],
        ],
        kinds: [
          ['red', 'yellow'],
          ['wooden', 'plastic'],
        ],
      },
      {
        noun: ['puzzle piece', 'puzzle pieces'],
        groups: [
          ['bag', 'bags'],
          ['box', 'boxes'],
        ],
        kinds: [['dark', 'bright']],
      },
    ],
    hold: ['{S} [have|has|had] {n} on the floor', '{S} plays with {n}'],
    gain: ['{S} finds {n}', '{S} takes {n} from a shelf', '{S} gets {n} from {his} mother'],
    lose: ['{S} puts away {n}', '{S} gives {n} to {his} brother', '{S} loses {n}'],
    periods: [
      ['minute', 'minutes'],
      ['hour', 'hours'],
    ],
    sharers: [
      ['child', 'children'],
      ['team', 'teams'],
    ],
    pack: '[sort|sorts|sorted] {own} into {groups}',
    goal: {
      fact: '{S} [need|needs|needed] {n} to build a castle',
      ask: 'how many more {items} {does} {he} need',
      say: '{S} still [need|needs|needed] {v}',
    },
    asides: ['The room is {x} feet wide', '{S} plays for {x} minutes'],
  },
  {
    id: 'photos',
    past: true,
    units: [
      {
        noun: ['photo', 'photos'],
        groups: [
          ['album', 'albums'],
          ['page', 'pages'],
        ],
        kinds: [
          ['bright', 'dark'],
          ['sharp', 'blurry'],
        ],
      },
      {
        noun: ['drawing', 'drawings'],
        groups: [
          ['folder', 'folders'],
          ['stack', 'stacks'],
        ],
        kinds: [['large', 'small']],
      },
    ],
    hold: ['{S} had {n} at first', '{S} made {n}'],
    gain: ['{S} made {n}', '{S} printed {n}', '{S} received {n} from {his} family'],
    lose: ['{S} threw away {n}', '{S} sent {n} to {his} grandfather', '{S} lost {n}'],
    periods: [
      ['day', 'days'],
      ['week', 'weeks'],
    ],
    sharers: [
      ['wall', 'walls'],
      ['aunt', 'aunts'],
    ],
    addition: ['frame', 'frames'],
    goal: {
      fact: '{S} wanted to show {n}',
      ask: 'how many more {items} did {he} need',
      say: '{S} still needed {v}',
    },
    asides: ['The trip lasted {x} days', '{S} was {x} years old'],
  },
]
