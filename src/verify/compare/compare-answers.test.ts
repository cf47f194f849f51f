import { describe, expect, it } from 'vitest'
import { rewardPolicy } from '../policy.ts'
import { compareAnswers } from './compare-answers.ts'

const rows = (text: string): [string, string][] =>
  text.split('\n').map((line) => {
    const [a = '', b = ''] = line.split(' ~ ')
    return [a, b]
  })

/** Under both policies and in both directions. */
const outcomes = (a: string, b: string): string[] =>
  [compareAnswers(a, b), compareAnswers(b, a), compareAnswers(a, b, rewardPolicy)].map(
    ({ outcome }) => outcome,
  )

describe('compareAnswers', () => {
  it.each(
    rows(String.raw`12345678901234567890 ~ 12,345,678,901,234,567,890
2^{100} ~ 4^{50}
100! ~ 99! \cdot 100
-\frac{3}{7} ~ \frac{3}{-7}
\frac{1}{1+\frac12} ~ \frac23
\sqrt{5+2\sqrt6} ~ \sqrt2+\sqrt3
\sqrt[3]{-8} ~ -2
\frac{2}{\sqrt3-1} ~ \sqrt3+1
\sin\frac{\pi}{12} ~ \frac{\sqrt6-\sqrt2}{4}
\cos 36^\circ ~ \frac{1+\sqrt5}{4}
\arctan 1 ~ \frac\pi4
\log_2 3 ~ \frac{\ln 3}{\ln 2}
e^{-1000} ~ (e^{-500})^2
(1+i)^2 ~ 2i
\sqrt{-4} ~ 2i
\operatorname{cis} 60^\circ ~ \frac12+\frac{\sqrt3}{2}i
|3+4i| ~ 5
\overline{3+4i} ~ 3-4i
x^3-6x^2+11x-6 ~ (x-1)(x-2)(x-3)
\frac{x^2-1}{x-1} ~ x+1
(x+y+z)^{30} ~ (z+y+x)^{30}
\frac{n(n+1)}{2} ~ \binom{n+1}{2}
\sum_{k=1}^{n} k ~ \frac{n(n+1)}{2}
\sqrt{x^2} ~ |x|
x^{2/3} ~ \sqrt[3]{x^2}
\sqrt{xy} ~ \sqrt x\sqrt y
\ln(ab) ~ \ln a+\ln b
\sin^2 x+\cos^2 x ~ 1
\sinh x ~ \frac{e^x-e^{-x}}{2}
\cos x\cos 2x\cos 4x\cos 8x ~ \frac{\sin 16x}{16\sin x}
x^2 - x^2 ~ 0
f(x+1)-2 ~ f(1+x)-2
1:2 ~ \frac12
20:34 ~ 8:34 PM
May 3, 2022 ~ 05/03/2022
x=1 \text{ or } x=2 ~ \{1,2\}
x_1=1, x_2=2 ~ 2,1
x=1,y=2 ~ y=2,x=1
(x,y)=(1,2) ~ (1,2)
p=5,q=2;p=7,q=2 ~ (5,2),(7,2)
a=4,\,-8 ~ a=-8, a=4
n=k, k \ge 1 ~ n = k, k \geq 1
-1<x<3 ~ 3>x>-1
x + 1 > 3 ~ x > 2
x>y ~ y<x
|x|<3 ~ (-3,3)
[1,3] ~ [1,2]\cup[2,3]
\mathbb{R}\setminus\{0\} ~ (-\infty,0)\cup(0,\infty)
\{x \mid x > 2\} ~ (2,\infty)
xy=1 ~ y=\frac1x
x^2/4 + y^2/3 = 1 ~ x^2/16 + y^2/12 = 1/4
\begin{pmatrix}6 & 8\end{pmatrix} ~ \begin{pmatrix}1 & 2\end{pmatrix} + \begin{pmatrix}5 & 6\end{pmatrix}
\begin{pmatrix}1\\2\\3\end{pmatrix} ~ \mathbf{i}+2\mathbf{j}+3\mathbf{k}
B ~ \text{(B) } 12
3 \text{ hours} ~ 180 \text{ minutes}
z = 1 + 1 = 2 ~ z = 2`),
  )('%s equals %s', (a, b) => {
    expect(outcomes(a, b)).toEqual(['equal', 'equal', 'equal'])
  })

  it.each(
    rows(String.raw`99999999999999999999 ~ 100000000000000000000
\frac{1}{2004!} ~ \frac{1}{2006!}
1 - \frac1e ~ 1 + \frac1e
e^{-1000} ~ 0
e^{1000} ~ e^{1001}
1.0000001 ~ 1
\frac{22}{7} ~ \pi
x^{1000000} ~ x^{1000001}
\max(x,100) ~ 100
|x-50| ~ 50-x
\lfloor x \rfloor ~ x
2^{n+1}-1 ~ 2^n-1
x^2+2x+1 ~ y^2+2y+1
f(x) ~ f(y)
x>5 ~ x<5
x>2 ~ x\ge2
(1,1) ~ \emptyset
[1,2] ~ \{1,2\}
2,2,3 ~ 2,3
\pm 3 ~ 3
x=1,y=2 ~ x=2,y=1
0 ~ 0=0
x=x ~ 0=0
1:2 ~ 0:0
12:00 ~ 1:00
1,234 ~ (1,234)
32349 ~ 32, 349
3x ~ 3
6m ~ 6
10\% ~ -10\%
20\% ~ 20\text{ square units}
20\text{ square units} ~ 20\text{ days}
45^\circ ~ 45'
\pi ~ 180
\infty ~ -\infty
A,B,C,D ~ \text{CBAD}
\text{undefined} ~ \text{no solution}
x+2n+1 ~ x+1
1, 2, 3 ~ 1, 2`),
  )('%s differs from %s', (a, b) => {
    expect(outcomes(a, b)).toEqual(['different', 'different', 'different'])
  })

  it.each(
    rows(String.raw`1 ~ 9^{9^{9^{9}}}
1 ~ 2^{\frac{1}{2^{1000}}}
0 ~ \frac00
1 ~ 0^0
1 ~ 1^\infty
0 ~ \sum_{k=1}^{10^9} \frac1k
5 ~ \frac{1}{
1, 2, \ldots, n ~ 1, 3, \ldots, n`),
  )('nothing is said of %s and %s', (a, b) => {
    expect(outcomes(a, b)).toEqual(['unknown', 'unknown', 'unknown'])
  })

  it('says why', () => {
    expect(compareAnswers('90', String.raw`90^\circ`)).toEqual({
      outcome: 'equal',
      layer: 'value',
      reason: 'the same value (degree sign dropped)',
    })
    expect(compareAnswers('1', '1, 2').reason).toBe('a value and a list')
    expect(compareAnswers('1', String.raw`\foo`).reason).toBe(String.raw`\foo is not known`)
  })

  it('takes each setting of a policy by itself', () => {
    expect(
      compareAnswers('50', String.raw`50\%`, { ...rewardPolicy, percent: 'either' }).outcome,
    ).toBe('equal')
    expect(compareAnswers('5', '5 cm', { ...rewardPolicy, units: 'required' }).outcome).toBe(
      'different',
    )
    expect(compareAnswers('5', 'x = 5', { ...rewardPolicy, leftSides: 'required' }).outcome).toBe(
      'different',
    )
    expect(compareAnswers('1, 2', '2, 1', { ...rewardPolicy, listOrder: 'ordered' }).outcome).toBe(
      'different',
    )
  })
})
