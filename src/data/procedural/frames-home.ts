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
          ['box', 'boxes'],
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
          ['tray', 'trays'],
          ['batch', 'batches'],
        ],
        inside: 'in',
        kinds: [['plain', 'sweet']],
      },
      {
        noun: ['roll', 'rolls'],
        groups: [
          ['batch', 'batches'],
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
      ['plate', 'plates'],
    ],
    expense: 'the flour',
    pack: '[put|puts|put] {own} into {groups}',
    goal: {
      fact: '{S} [need|needs|needed] {n} for a party',
      ask: 'how many more {items} {does} {he} have to bake',
      say: '{S} has to bake {v} more',
    },
    use: '[eat|eats|ate]',
    asides: ['the oven is {x} years old', '{S} bakes for {x} minutes'],
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
        noun: ['bean', 'beans'],
        groups: [
          ['row', 'rows'],
          ['pot', 'pots'],
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
      say: '{S} needed {v} more',
    },
    asides: ['the garden was {x} feet long', '{S} worked for {x} minutes'],
  },
]
