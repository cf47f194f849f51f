/** Frames of kitchen and garden. */
import type { Frame } from './frame.ts'

export const kitchenFrames: readonly Frame[] = [
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
]
