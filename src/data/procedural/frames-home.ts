/** Frames of the home. */
import type { Frame } from './frame.ts'

export const homeFrames: readonly Frame[] = [
  {
    id: 'sewing',
    past: true,
    units: [
      {
        noun: ['button', 'buttons'],
        groups: [
          ['box', 'boxes'],
          ['bag', 'bags'],
        ],
        kinds: [
          ['round', 'square'],
          ['black', 'white'],
        ],
      },
      {
        noun: ['bead', 'beads'],
        groups: [
          ['string', 'strings'],
          ['jar', 'jars'],
        ],
        inside: 'on',
        kinds: [
          ['blue', 'green'],
          ['large', 'small'],
        ],
      },
      {
        noun: ['ribbon', 'ribbons'],
        groups: [
          ['bundle', 'bundles'],
          ['pack', 'packs'],
        ],
        kinds: [['red', 'gold']],
      },
    ],
    hold: ['{S} had {n} in a drawer', '{S} bought {n}'],
    gain: ['{S} bought {n}', '{S} found {n}', '{S} got {n} from {his} aunt'],
    lose: ['{S} used {n} for a dress', '{S} lost {n}', '{S} gave {n} to a friend'],
    periods: [
      ['day', 'days'],
      ['week', 'weeks'],
    ],
    sharers: [
      ['dress', 'dresses'],
      ['shirt', 'shirts'],
      ['friend', 'friends'],
    ],
    pack: '[put|puts|put] {own} into {groups}',
    goal: {
      fact: '{S} needed {n} for a costume',
      ask: 'how many more {items} did {he} need',
      say: '{S} still needed {v}',
    },
    use: '[use|uses|used]',
    asides: ['The dress was {x} inches long', '{S} sewed for {x} minutes'],
  },
  {
    id: 'party',
    units: [
      {
        noun: ['balloon', 'balloons'],
        groups: [
          ['bag', 'bags'],
          ['bunch', 'bunches'],
        ],
        kinds: [
          ['red', 'blue'],
          ['round', 'long'],
        ],
      },
      {
        noun: ['candy', 'candies'],
        groups: [
          ['bag', 'bags'],
          ['bowl', 'bowls'],
        ],
        kinds: [
          ['sweet', 'sour'],
          ['soft', 'hard'],
        ],
      },
      {
        noun: ['cupcake', 'cupcakes'],
        groups: [
          ['box', 'boxes'],
          ['tray', 'trays'],
        ],
        inside: 'on',
        kinds: [['plain', 'pink']],
      },
    ],
    hold: ['{S} [have|has|had] {n} for the party', '{S} brings {n} to the party'],
    gain: ['{S} gets {n} from {his} uncle', '{S} buys {n}', '{S} wins {n} in a game'],
    lose: ['{S} loses {n}', '{S} gives {n} to a guest', '{S} puts aside {n}'],
    periods: [
      ['hour', 'hours'],
      ['game', 'games'],
    ],
    sharers: [
      ['guest', 'guests'],
      ['table', 'tables'],
      ['child', 'children'],
    ],
    addition: ['ribbon', 'ribbons'],
    pack: '[put|puts|put] {own} into {groups}',
    goal: {
      fact: '{S} [want|wants|wanted] {n} for the party',
      ask: 'how many more {items} {does} {he} need',
      say: '{S} still [need|needs|needed] {v}',
    },
    asides: ['The party lasts {x} minutes', '{S} turns {x} that day'],
  },
  {
    id: 'candles',
    units: [
      {
        noun: ['candle', 'candles'],
        groups: [
          ['box', 'boxes'],
          ['row', 'rows'],
        ],
        kinds: [
          ['tall', 'short'],
          ['white', 'green'],
        ],
      },
      {
        noun: ['soap', 'soaps'],
        groups: [
          ['box', 'boxes'],
          ['basket', 'baskets'],
        ],
        kinds: [
          ['round', 'square'],
          ['pink', 'white'],
        ],
      },
    ],
    hold: ['{S} makes {n}', '{S} [have|has|had] {n} ready'],
    gain: ['{S} makes {n}', '{S} finishes {n}', '{S} adds {n}'],
    lose: ['{S} sells {n}', '{S} breaks {n}', '{S} gives away {n}'],
    periods: [
      ['hour', 'hours'],
      ['day', 'days'],
    ],
    sharers: [
      ['shop', 'shops'],
      ['friend', 'friends'],
    ],
    expense: 'the wax',
    addition: ['card', 'cards'],
    pack: '[pack|packs|packed] {own} into {groups}',
    goal: {
      fact: '{S} [have|has|had] an order for {n}',
      ask: 'how many more {items} {does} {he} have to make',
      say: '{S} still [have|has|had] to make {v}',
    },
    asides: ['The workshop is {x} years old', '{S} works in a room {x} feet long'],
  },
]
