/** Clearing denominators: from `y - 1/x` to `x y - 1`. */
import { integer, negative, type Expression } from './expression.ts'

interface Fraction {
  top: Expression
  /** `null` for 1. */
  bottom: Expression | null
}

/**
 * Returns the numerator of an expression that is written over one denominator. Powers, roots and
 * functions stay whole.
 */
export const withoutDenominators = (node: Expression): Expression => fraction(node).top

function fraction(node: Expression): Fraction {
  switch (node.kind) {
    case 'negative': {
      const { top, bottom } = fraction(node.operand)
      return { top: negative(top), bottom }
    }
    case 'sum':
      return node.terms.map(fraction).reduce(sum)
    case 'product':
      return node.factors
        .map(fraction)
        .reduce((a, b) => ({ top: times(a.top, b.top), bottom: times(a.bottom, b.bottom) }))
    case 'quotient': {
      const [above, below] = [fraction(node.numerator), fraction(node.denominator)]
      return { top: times(above.top, below.bottom), bottom: times(above.bottom, below.top) }
    }
    case 'power': {
      const { base, exponent } = node
      const isInverse = exponent.kind === 'negative' && exponent.operand.kind === 'number'
      return isInverse
        ? { top: integer(1n), bottom: { kind: 'power', base, exponent: exponent.operand } }
        : { top: node, bottom: null }
    }
    default:
      return { top: node, bottom: null }
  }
}

function sum(a: Fraction, b: Fraction): Fraction {
  return {
    top: { kind: 'sum', terms: [times(a.top, b.bottom), times(b.top, a.bottom)] },
    bottom: times(a.bottom, b.bottom),
  }
}

function times(a: Expression, b: Expression | null): Expression
function times(a: Expression | null, b: Expression | null): Expression | null
function times(a: Expression | null, b: Expression | null): Expression | null {
  if (!a || !b) return a ?? b
  return { kind: 'product', factors: [a, b] }
}
