import { describe, expect, it } from 'vitest'
import type { Answer } from '../answer.ts'
import { printExpression } from '../expression/print.ts'
import { parseAnswer } from './parse-answer.ts'

/** A short text of what was read. */
function shown(answer: Answer): string {
  switch (answer.kind) {
    case 'scalar':
      return printExpression(answer.expression) + (answer.unit ? ` [${answer.unit.name}]` : '')
    case 'collection':
      return `${answer.open}${answer.items.map(shown).join(', ')}${answer.close}`
    case 'relation':
      return answer.sides
        .map((side, index) => (index === 0 ? '' : ` ${answer.operators[index - 1]} `) + shown(side))
        .join('')
    case 'combination':
      return `${answer.operation}(${answer.parts.map(shown).join(', ')})`
    case 'matrix':
      return answer.rows.map((row) => row.map(printExpression).join(' ')).join(' / ')
    case 'builder':
      return `{${shown(answer.variable)} | ${shown(answer.condition)}}`
    case 'conditions':
      return answer.items.map(shown).join(` ${answer.connector} `)
    case 'choice':
      return `choice ${answer.letters}${answer.content ? `: ${shown(answer.content)}` : ''}`
    case 'ratio':
      return answer.terms.map(printExpression).join(' : ')
    case 'text':
      return answer.fault === null ? `text ${answer.key}` : `unread: ${answer.fault}`
    case 'congruence':
      return `${printExpression(answer.residue)} mod ${printExpression(answer.modulus)}`
    case 'numeral':
      return `${answer.isNegative ? '-' : ''}${answer.digits} in base ${answer.base}`
    case 'namedSet':
      return answer.name
    case 'time':
      return `${answer.seconds} s`
    case 'date':
      return [answer.year, answer.month, answer.day].join('-')
  }
}

describe('parseAnswer reads', () => {
  it.each(
    String.raw`18 => 18
-7 => -7
18. => 18
1,080 => 1080
1{,}000 => 1000
1,\!000 => 1000
1\,234 => 1234
1 000 000 => 1000000
1.000.000 => 1000000
0.50 => 1/2
.5 => 1/2
1e3 => 1000
0.\overline{3} => 1/3
0.1\overline{6} => 1/6
0.333... => 1/3
\frac12 => (1/2)
\frac{12}5 => (12/5)
\dfrac 1 2 => (1/2)
1\over2 => (1/2)
½ => (1/2)
2\frac13 => (2+(1/3))
2 1/3 => (2+(1/3))
2\frac{x}{3} => (2*(x/3))
33\frac13\% => (33+(1/3))%
1/2/3 => ((1/2)/3)
-3^2 => -(3^2)
x^10 => (x^10)
x**2 => (x^2)
2xy => (2*x*y)
x_1 + x_{2} => (x_1+x_2)
x^2_i => (x_i^2)
\sqrt2 => root(2,2)
\sqrt[3]{x} => root(x,3)
√5 => root(5,2)
3*sqrt(13) => (3*root(13,2))
\sin^2 x => (sin(x)^2)
\sin^{-1} x => arcsin(x)
\sin 2x\cos y => (sin((2*x))*cos(y))
2sinx => (2*sin(x))
\log_2 8 => (ln(8)/ln(2))
\log x => log(x)
\binom{5}{2} => binomial(5,2)
{5 \choose 2} => binomial(5,2)
C_n^3 => binomial(n,3)
5! => factorial(5)
|x-1| => abs((x+-1))
||x|| => abs(abs(x))
\lfloor 2.7 \rfloor => floor(27/10)
\gcd(12, 18) => gcd(12,18)
7 \bmod 3 => modulo(7,3)
\sum_{k=1}^{10} k^2 => sum(k,1,10,(k^2))
3+4i => (3+(4*i))
\infty => infinity
30^\circ => 30°
f(x+1) => f((x+1))
n(n+1) => (n*(n+1))
e^{2x} => (e^(2*x))
5\text{ cm} => 5 [cm]
5 cm => 5 [cm]
10weeks => 10 [weeks]
9.8 m/s^2 => 49/5 [m/s^2]
\$1,234.50 => 2469/2 [$]
$3 million => (3*1000000) [$]
72 degrees => 72°
25 percent => 25%
3页 => 3 [页]
1, 2, 3 => 1, 2, 3
1 \text{ and } 2 => 1, 2
19, 46, and 82 => 19, 46, 82
(1, 2] => (1, 2]
]0,1[ => ]0, 1[
\{1, 2\} => \{1, 2\}
{1, 2} => {1, 2}
(1,234) => (1, 234)
1 \pm \sqrt{2} => (1+root(2,2)), (1+-root(2,2))
(\pm 1, 2) => (1, 2), (-1, 2)
\langle 1,2 \rangle => <1, 2>
[[1,2],[3,4]] => [[1, 2], [3, 4]]
x = 5 => x = 5
a = 4, -8 => a = 4, -8
p=5,q=2;p=7,q=2 => (p = 5, q = 2), (p = 7, q = 2)
x = 1/3 \approx 0.33 => x = (1/3)
x \approx 11 => x = 11
0 < x \le 1 => 0 < x <= 1
x \in [2,7] => x in [2, 7]
x < 1 or x > 2 => x < 1 or x > 2
\{x \mid x > 2\} => {x | x > 2}
(-\infty,0)\cup(0,\infty) => union((-infinity, 0), (0, infinity))
\mathbb{R} \setminus \{0\} => difference(R, \{0\})
\emptyset => empty
\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} => 1 2 / 3 4
\frac12 \begin{pmatrix} 2 \\ 4 \end{pmatrix} => ((1/2)*2) / ((1/2)*4)
\begin{vmatrix}1&2\\3&4\end{vmatrix} => ((1*4)+-(2*3))
3:4:5 => 3 : 4 : 5
20:34 => 20 : 34
8:34 PM => 74040 s
May 3, 2022 => 2022-5-3
05/03/2022 => 2022-5-3
1011_2 => 1011 in base 2
2A_{16} => 2A in base 16
x \equiv 3 \pmod 5 => 3 mod 5
C => choice C
\text{(B)} => choice B
Option D => choice D
(D) Alina => choice D: text alina
A, C => choice AC
\text{Evelyn} => text evelyn
The midpoints form a hexagon => text midpoints form a hexagon
\text{no real solutions} => text no solution
six => 6
\boxed{\text{13}} => 13
**42** => 42
$\dfrac{1}{2}$. => (1/2)`
      .split('\n')
      .map((line) => line.split(' => ')),
  )('%s as %s', (text, expected) => {
    expect(shown(parseAnswer(text!))).toBe(expected)
  })

  it.each([
    ['1' + '0'.repeat(4_100), 'longer than 4096 characters'],
    ['\\frac{1}{', 'the expression ends early'],
    ['\\foo{1}', '\\foo is not known'],
    ['2 3', 'two numbers stand side by side'],
    ['1e999999', 'an exponent is too large'],
    ['('.repeat(100) + '1' + ')'.repeat(100), 'brackets are nested too deep'],
  ])('%.20s… as a fault', (text, fault) => {
    expect(parseAnswer(text)).toMatchObject({ kind: 'text', fault })
  })
})
