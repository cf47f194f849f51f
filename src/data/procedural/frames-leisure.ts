/** Frames of sport, books, games and the arts. */
import type { Frame } from './frame.ts'

export const leisureFrames: readonly Frame[] = [
  {
    id: 'reading',
    units: [
      {
        noun: ['page', 'pages'],
        groups: [
          ['chapter', 'chapters'],
          ['story', 'stories'],
        ],
      },
      {
        noun: ['poem', 'poems'],
        groups: [
          ['book', 'books'],
          ['chapter', 'chapters'],
        ],
        kinds: [
          ['long', 'short'],
          ['sad', 'funny'],
        ],
      },
    ],
    verb: '[read|reads|read]',
    base: 'read',
    hold: ['{S} reads {n} on Sunday', '{S} reads {n} in bed'],
    gain: ['{S} reads {n}', '{S} reads {n} at school'],
    afterGain: 'in all',
    periods: [
      ['day', 'days'],
      ['hour', 'hours'],
      ['evening', 'evenings'],
    ],
    goal: {
      fact: '{S} [want|wants|wanted] to read {n}',
      ask: 'how many more {items} {does} {he} have to read',
      say: '{S} still [have|has|had] to read {v}',
    },
    asides: ['{S} is {x} years old', 'The lamp is {x} inches tall'],
  },
  {
    id: 'sports-season',
    past: true,
    units: [
      {
        noun: ['point', 'points'],
        groups: [
          ['game', 'games'],
          ['round', 'rounds'],
        ],
      },
      {
        noun: ['goal', 'goals'],
        groups: [
          ['game', 'games'],
          ['match', 'matches'],
        ],
        kinds: [['early', 'late']],
      },
    ],
    verb: 'scored',
    base: 'score',
    hold: ['{S} scored {n} in the first half', '{S} scored {n} in the spring'],
    gain: ['{S} scored {n}', '{S} scored {n} away from home'],
    afterGain: 'in all',
    periods: [
      ['game', 'games'],
      ['week', 'weeks'],
    ],
    goal: {
      fact: '{S} wanted to score {n}',
      ask: 'how many more {items} did {he} have to score',
      say: '{S} still had to score {v}',
    },
    asides: ['The team had {x} players', '{S} wore the number {x}'],
  },
  {
    id: 'swimming',
    units: [
      {
        noun: ['lap', 'laps'],
        groups: [
          ['set', 'sets'],
          ['round', 'rounds'],
        ],
        kinds: [['fast', 'slow']],
      },
    ],
    verb: '[swim|swims|swam]',
    base: 'swim',
    hold: ['{S} swims {n} before breakfast', '{S} swims {n} to warm up'],
    gain: ['{S} swims {n}', '{S} swims {n} with a coach'],
    afterGain: 'in all',
    periods: [
      ['day', 'days'],
      ['hour', 'hours'],
      ['week', 'weeks'],
    ],
    goal: {
      fact: '{S} [want|wants|wanted] to swim {n}',
      ask: 'how many more {items} {does} {he} have to swim',
      say: '{S} still [have|has|had] to swim {v}',
    },
    asides: ['The pool is {x} feet long', '{S} rests for {x} minutes'],
  },
  {
    id: 'video-game',
    units: [
      {
        noun: ['coin', 'coins'],
        groups: [
          ['chest', 'chests'],
          ['bag', 'bags'],
        ],
        kinds: [['gold', 'silver']],
      },
      {
        noun: ['gem', 'gems'],
        groups: [
          ['box', 'boxes'],
          ['cave', 'caves'],
        ],
        kinds: [
          ['red', 'blue'],
          ['magic', 'plain'],
        ],
      },
      {
        noun: ['star', 'stars'],
        groups: [
          ['level', 'levels'],
          ['world', 'worlds'],
        ],
        kinds: [['bright', 'dark']],
      },
    ],
    hold: ['{S} [have|has|had] {n} in a game', '{S} starts the level with {n}'],
    gain: ['{S} wins {n}', '{S} finds {n}', '{S} collects {n}'],
    lose: ['{S} loses {n}', '{S} spends {n}', '{S} trades away {n}'],
    periods: [
      ['level', 'levels'],
      ['day', 'days'],
      ['minute', 'minutes'],
    ],
    sharers: [
      ['player', 'players'],
      ['hero', 'heroes'],
    ],
    goal: {
      fact: '{S} [need|needs|needed] {n} to open a gate',
      ask: 'how many more {items} {does} {he} need',
      say: '{S} still [need|needs|needed] {v}',
    },
    use: '[use|uses|used]',
    asides: ['{S} plays for {x} minutes', 'The game has {x} levels'],
  },
  {
    id: 'painting',
    past: true,
    units: [
      {
        noun: ['picture', 'pictures'],
        groups: [
          ['row', 'rows'],
          ['set', 'sets'],
        ],
        kinds: [
          ['large', 'small'],
          ['bright', 'dark'],
        ],
      },
      {
        noun: ['tile', 'tiles'],
        groups: [
          ['row', 'rows'],
          ['box', 'boxes'],
        ],
        kinds: [
          ['blue', 'white'],
          ['square', 'round'],
        ],
      },
    ],
    hold: ['{S} painted {n}', '{S} had {n} in a room'],
    gain: ['{S} painted {n}', '{S} finished {n}', '{S} made {n}'],
    lose: ['{S} sold {n}', '{S} gave away {n}', '{S} spoiled {n}'],
    periods: [
      ['day', 'days'],
      ['week', 'weeks'],
      ['month', 'months'],
    ],
    sharers: [
      ['wall', 'walls'],
      ['room', 'rooms'],
    ],
    expense: 'the paint',
    addition: ['frame', 'frames'],
    goal: {
      fact: '{S} needed {n} for a show',
      ask: 'how many more {items} did {he} have to paint',
      say: '{S} still had to paint {v}',
    },
    asides: ['The room was {x} feet wide', '{S} used {x} brushes'],
  },
  {
    id: 'music',
    units: [
      {
        noun: ['song', 'songs'],
        groups: [
          ['album', 'albums'],
          ['concert', 'concerts'],
        ],
        kinds: [
          ['slow', 'fast'],
          ['new', 'old'],
        ],
      },
      {
        noun: ['tune', 'tunes'],
        groups: [
          ['book', 'books'],
          ['lesson', 'lessons'],
        ],
        kinds: [
          ['easy', 'hard'],
          ['happy', 'sad'],
        ],
      },
    ],
    verb: '[play|plays|played]',
    base: 'play',
    hold: ['{S} plays {n} in the morning', '{S} plays {n} for {his} family'],
    gain: ['{S} plays {n}', '{S} plays {n} in the park'],
    afterGain: 'in all',
    periods: [
      ['day', 'days'],
      ['week', 'weeks'],
      ['hour', 'hours'],
    ],
    goal: {
      fact: '{S} [want|wants|wanted] to play {n}',
      ask: 'how many more {items} {does} {he} have to play',
      say: '{S} still [have|has|had] to play {v}',
    },
    asides: ['The piano is {x} years old', '{S} has played for {x} months'],
  },
]
