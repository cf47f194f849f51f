import { describe, expect, it } from 'vitest'
import { policies } from '../policy.ts'
import { compareAnswers } from './compare-answers.ts'

const lines = (text: string): string[] => text.trim().split('\n')
const equal = (gold: string, prediction: string): boolean[] =>
  Object.values(policies).flatMap((policy) => [
    compareAnswers(gold, prediction, policy).outcome === 'equal',
    compareAnswers(prediction, gold, policy).outcome === 'equal',
  ])

describe('a left side that names the answer', () => {
  it.each(
    lines(String.raw`
\deg g = 7
\dim W = 7
\det B = 7
\det(B) = 7
\operatorname{tr}(B) = 7
\operatorname{rank} B = 7
\operatorname{Var}(Y) = 7
\text{Var}(Y) = 7
\mathrm{Cov}(X, Y) = 7
Var(Y) = 7
\mathbb{E}[Y] = 7
\mathbb E(Y) = 7
\mathbb{E}\left[Y^2\right] = 7
E[Y^2] = 7
P(B \mid A) = 7
P(A\cup B) = 7
P(Y=2) = 7
P(Y \ge 2) = 7
\Pr[B] = 7
P(\text{blue}) = 7
n(B) = 7
n(A \cup B) = 7
|A \cap B| = 7
g^{-1}(2) = 7
g''(0) = 7
\Delta s = 7
\varphi(9) = 7
d(P,Q) = 7
[PQRS] = 7
\|w\| = 7
\text{Least common multiple} = 7
\text{LCM}(2,7) = 7
v_{\min} = 7`),
  )('%s is 7 under both policies', (prediction) => {
    expect(equal('7', prediction)).toEqual([true, true, true, true])
  })
})

describe('an expression on the left', () => {
  it.each(
    lines(String.raw`
p+q=7
10p+q=7
\frac{p}{q}=7
pq = 7
xy=7
x-y=7
x^3+y^3=7
\frac{x}{y}+\frac{y}{x}=7
y^2=7
t+\frac1t=7
x_1+x_2=7
PQ+QR=7
p+q+r = 2+2+3 = 7
|p + q| = 7
\lim_{t\to 0} \frac{g(t)}{t} = 7
\int_0^2 g(t)\,dt = 7
2 \star 5 = 7
(g \circ h)(1) = 7`),
  )('%s is 7 under evaluation only', (prediction) => {
    expect(equal('7', prediction)).toEqual([true, true, false, false])
  })

  it.each(
    lines(String.raw`
3x=7
3x+1=7
4n = 7
-x=7
\sqrt{y}=7
x^2-6x=7
2x+3y=7
3x+z=7
\frac{x^2}{4}+\frac{y^2}{9}=7
(x-1)^2+(y+2)^2=7
x = 7k
p+q = 7+1 = 8
\text{not } x = 7
\text{at least one of } x = 7
\text{If } x = 7
x \ne 4 = 7
7 = 7
3x=7, 2y=8`),
  )('%s is not 7 under any policy', (prediction) => {
    expect(equal('7', prediction)).toEqual([false, false, false, false])
  })

  it('is no name where the right side is zero, and two equations stay equations', () => {
    expect(equal('0', 'x+y=0')).toEqual([false, false, false, false])
    expect(equal('x=3', 'x^2=9')).toEqual([false, false, false, false])
    expect(equal('7, 8', '3x=7, 2y=8')).toEqual([false, false, false, false])
    expect(equal('7, 8', 'p+q=7, pq=8')).toEqual([true, true, false, false])
  })
})
