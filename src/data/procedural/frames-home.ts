/** Frames of home, kitchen and garden. */
import type { Frame } from './frame.ts'

export const homeFrames: readonly Frame[] = [
  {
    id: 'baking',
    units: [
      {
        noun: ['cookie', 'cookies'],
        groups: [
          ['tray', 'trays'],
          ['plate', 'plates'],
        ],
        inside: 'on',
        kinds: [
          ['plain', 'sweet'],
          ['round', 'square'],
        ],
      },
      {
        noun: ['muffin', 'muffins'],
        groups: [
          ['box', 'boxes'],
          ['batch', 'batches'],
        ],
        kinds: [['plain', 'sweet']],
      },
      {
        noun: ['roll', 'rolls'],
        groups: [
          ['basket', 'baskets'],
          ['bag', 'bags'],
        ],
        kinds: [['dark', 'white']],
      },
    ],
    hold: ['{S} bakes {n}', '{S} makes {n}'],
    gain: ['{S} bakes {n}', '{S} makes {n}', '{S} gets {n} from a baker'],
    lose: ['{S} eats {n}', '{S} burns {n}', '{S} gives {n} to a neighbor', '{S} sells {n}'],
    periods: [
      ['hour', 'hours'],
      ['day', 'days'],
    ],
    sharers: [
      ['child', 'children'],
      ['guest', 'guests'],
      ['family', 'families'],
    ],
    expense: 'the flour',
    pack: '[put|puts|put] {own} into {groups}',
    goal: {
      fact: '{S} [need|needs|needed] {n} for a party',
      ask: 'how many more {items} {does} {he} have to bake',
      say: '{S} still [have|has|had] to bake {v}',
    },
    use: '[eat|eats|ate]',
    asides: ['The oven is {x} years old', '{S} sets a clock to {x} minutes'],
  },
  {
    id: 'garden',
    past: true,
    units: [
      {
        noun: ['flower', 'flowers'],
        groups: [
          ['row', 'rows'],
          ['bed', 'beds'],
        ],
        kinds: [
          ['red', 'yellow'],
          ['tall', 'short'],
        ],
      },
      {
        noun: ['tulip', 'tulips'],
        groups: [
          ['row', 'rows'],
          ['pot', 'pots'],
        ],
        kinds: [['red', 'white']],
      },
      {
        noun: ['rose', 'roses'],
        groups: [
          ['row', 'rows'],
          ['bush', 'bushes'],
        ],
        inside: 'on',
        kinds: [
          ['pink', 'white'],
          ['open', 'closed'],
        ],
      },
    ],
    hold: ['{S} planted {n}', '{S} had {n} in the garden'],
    gain: ['{S} planted {n}', '{S} grew {n}', '{S} bought {n}'],
    lose: ['{S} cut {n}', '{S} pulled out {n}', '{S} gave away {n}'],
    periods: [
      ['day', 'days'],
      ['week', 'weeks'],
    ],
    sharers: [
      ['vase', 'vases'],
      ['neighbor', 'neighbors'],
    ],
    expense: 'the seeds',
    goal: {
      fact: '{S} wanted to have {n} in the garden',
      ask: 'how many more {items} did {he} need',
      say: '{S} still needed {v}',
    },
    asides: ['The garden was {x} feet long', '{S} watered the garden for {x} minutes'],
  },
  {
    id: 'kitchen',
    units: [
      {
        noun: ['egg', 'eggs'],
        groups: [
          ['carton', 'cartons'],
          ['box', 'boxes'],
        ],
        kinds: [['brown', 'white']],
      },
      {
        noun: ['potato', 'potatoes'],
        groups: [
          ['bag', 'bags'],
          ['sack', 'sacks'],
        ],
        kinds: [['large', 'small']],
      },
      {
        noun: ['onion', 'onions'],
        groups: [
          ['net', 'nets'],
          ['bag', 'bags'],
        ],
        kinds: [['red', 'white']],
      },
    ],
    hold: ['{S} [have|has|had] {n} in the kitchen', '{S} buys {n}'],
    gain: ['{S} buys {n}', '{S} finds {n} in the cellar', '{S} borrows {n} from a neighbor'],
    lose: ['{S} cooks {n}', '{S} uses {n} for a soup', '{S} drops {n}'],
    periods: [
      ['day', 'days'],
      ['week', 'weeks'],
    ],
    sharers: [
      ['pan', 'pans'],
      ['cook', 'cooks'],
      ['bowl', 'bowls'],
    ],
    pack: '[put|puts|put] {own} into {groups}',
    goal: {
      fact: '{S} [need|needs|needed] {n} for a feast',
      ask: 'how many more {items} {does} {he} need',
      say: '{S} still [need|needs|needed] {v}',
    },
    use: '[cook|cooks|cooked]',
    asides: ['The soup cooks for {x} minutes', '{S} expects guests in {x} minutes'],
  },
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
    goal: { fact: '{S} needed {n} for a costume', ask: 'how many more {items} did {he} need', say: '{S} still needed {v}' },
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
