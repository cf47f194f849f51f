/**
 * Ways in which people of many countries and models write answers: each equals what it means, and
 * nothing near it.
 */
import { describe, expect, it } from 'vitest'
import { compareAnswers } from '../compare/compare-answers.ts'
import { policies } from '../policy.ts'

/**
 * Lines of `gold ~ prediction`, and what is right of them: `=` under both policies, `e` under
 * evaluation only, `!` under none.
 */
const rows = (text: string): { gold: string; prediction: string; right: string }[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [gold = '', prediction = ''] = line.slice(2).split(' ~ ')
      return { gold, prediction, right: line.slice(0, 1) }
    })

const check = ({
  gold,
  prediction,
  right,
}: {
  gold: string
  prediction: string
  right: string
}): void => {
  const outcomes = Object.values(policies).flatMap((policy) => [
    compareAnswers(gold, prediction, policy).outcome === 'equal',
    compareAnswers(prediction, gold, policy).outcome === 'equal',
  ])
  const expected = {
    '=': [true, true, true, true],
    e: [true, true, false, false],
    '!': [false, false, false, false],
  }[right]
  expect(outcomes).toEqual(expected)
}

describe('decimal commas', () => {
  it.each(
    rows(String.raw`
= 7.5 ~ 7{,}5
= 0.375 ~ 0{,}375
= 2718.28 ~ 2.718{,}28
= 98765.4 ~ 98\,765{,}4
= 4.5y ~ 4{,}5y
= 9/4 ~ 2{,}25\text{ kg}
= (0.5, 1.5) ~ (0{,}5; 1{,}5)
= (0.5, 1.5) ~ (0{,}5, 1{,}5)
= 2000 ~ 2{,}000
! 2 ~ 2{,}000
= 7.5, 4.5 ~ 7{,}5 \text{ et } 4{,}5
e [7.5, 8.5) ~ [7,5 ; 8,5[
e 98765.4 ~ 98\,765,4
e 7.5 ~ \text{7,5}
e 7.5 ~ 7,5 km
e 7.5 ~ x = 7,5
e 8.25 ~ €8,25
e 8.25 ~ 8,25 €
e 3450.10 ~ 3.450,10 €
e 9876543.21 ~ 9.876.543,21
e 4.5y ~ 4,5y
e (-\infty, 8.5] ~ ]-\infty; 8,5]
e (0.5, 1.5) ~ (0,5; 1,5)
e 0.5, 1.5 ~ 0,5; 1,5
! 7.5 ~ (7,5)
! 7.5 ~ [7,5]
! 7.5 ~ \{7,5\}
! 7.5 ~ -7,5
! 3,4 ~ 3,40
! 3.4,5 ~ 3,4,5
! 1.234 ~ 1,234
! 5 ~ 5,000`),
  )('$gold and $prediction ($right)', check)
})

describe('groups of digits', () => {
  it.each(
    rows(String.raw`
= 200000 ~ 2,00,000
= 200000 ~ ₹2,00,000
= 200000 ~ ₹ 2,00,000/-
= 200000 ~ 2{,}00{,}000
= 25500 ~ CHF 25'500
= 305000.25 ~ 3,05,000.25
= 7654321 ~ 7'654'321
= 7654321 ~ 7’654’321
= 7654321.5 ~ 7'654'321.50
= 25000 ~ 25_000
= 3.141593 ~ 3.141\,593
= 98, 76, 543 ~ 98,76,543
= 7, 8, 910 ~ 7,8,910
e 9876543 ~ 98,76,543
! 9876543 ~ (98,76,543)
! 2 ~ 2,00,000
! 30 ~ 30'`),
  )('$gold and $prediction ($right)', check)
})

describe('digits and words of other scripts', () => {
  it.each(
    rows(String.raw`
= 57 ~ ٥٧
= 57 ~ ۵۷
= 57 ~ ५७
= 57 ~ ৫৭
= 57 ~ ๕๗
= 57 ~ ５７
= 5.7 ~ ٥٫٧
= 5700 ~ ٥٬٧٠٠
= 5/7 ~ ٥/٧
! 57 ~ ٧٥
= 3, 4, 7 ~ 3、4、7
= 3, 4 ~ x=3或x=4
= \emptyset ~ 无解
= 70000 ~ 7万
= 70000 ~ 7万元
! 7 ~ 7万
= 3000000 ~ 3 Millionen
! 3 ~ 3 millions
! 3 ~ 3 миллиона
= 5 ~ 5​`),
  )('$gold and $prediction ($right)', check)
})

describe('temperatures', () => {
  it.each(
    rows(String.raw`
= 18 ~ 18°C
= 18 ~ 18^\circ\text{C}
= 18 ~ 18^{\circ}C
= 18 ~ 18{}^{\circ}\mathrm{C}
= 18 ~ 18\,^\circ\mathrm{F}
= 18 ~ 18\text{ °F}
= 18 ~ 18^{\circ \mathrm{C}}
= 18 ~ 18 degrees Celsius
= 18 ~ 18 deg F
= 18 ~ 18℃
= -40 ~ -40℉
= 18 ~ 18^\circ\text{Celsius}
= 18 ~ 18\degree C
= 18\text{ degrees Celsius} ~ 18^\circ C
! 18\text{ degrees Celsius} ~ 18°F
e 18^\circ ~ 18°C
! 20\% ~ 20°C
! \frac{\pi}{6} ~ 30^\circ C`),
  )('$gold and $prediction ($right)', check)
})

describe('units', () => {
  it.each(
    rows(String.raw`
= 7\text{ m/s} ~ 7\ \mathrm{m\,s^{-1}}
= 7\text{ m/s} ~ 7\text{ m s}^{-1}
= 7\text{ m/s}^2 ~ 7\,\text{m}\cdot\text{s}^{-2}
! 7\text{ m/s} ~ 7\text{ m s}^{-2}
= 7 ~ 7\ \text{s}^{-1}
= 3\times10^{8} ~ 3 \cdot 10^{8}\ \text{s}^{-1}
= 800\text{ kg/m}^3 ~ 800\ \mathrm{kg\,m^{-3}}
= 7\text{ m/s} ~ 7\ \frac{\text{m}}{\text{s}}
= 7\text{ m/s}^2 ~ 7\,\dfrac{\mathrm{m}}{\mathrm{s}^2}
= 7 ~ 7\ \Omega
= 7000\text{ ohms} ~ 7\,k\Omega
= 7 ~ 7 Ω
= 3\text{ mm} ~ 3000 μm
= 3\text{ mm} ~ 3000\,\mu\text{m}
! 3 ~ 3\mu m
= \$0.75 ~ 75¢
= \$3.40 ~ 3 dollars and 40 cents
! 3 ~ 3 dollars and 40 cents
= 3.5\text{ hours} ~ 3 hours 30 minutes
= 210\text{ minutes} ~ 3\text{ hours and }30\text{ minutes}
! 210\text{ minutes} ~ 3 hours 31 minutes
= 70\text{ inches} ~ 5\text{ feet }10\text{ inches}
= 7 cm, 4 cm ~ 7 cm and 4 cm
= 9 ~ 3 squared
= 64 ~ 4 cubed
! 3 ~ 3 squared
= 9\text{ m}^2 ~ 9 meters squared
= 12:00 AM ~ midnight
= 12:00 PM ~ noon
! 12:00 PM ~ midnight
= 7\text{ kg} ~ 7000 g
= 7\text{ m} ~ 7 m
= 9.8\text{ m/s}^2 ~ 9.8 m s^{-2}
! 7\text{ m} ~ 7 g
! 7 ~ 7 m`),
  )('$gold and $prediction ($right)', check)
})

describe('layout', () => {
  it.each(
    rows(String.raw`
= 2/7 ~ \sfrac{2}{7}
= 16/7 ~ 2\nicefrac{2}{7}
= 7 ~ {\Large 7}
= 7 ~ \therefore 7
= 7 ~ \implies x=7
= 7 ~ 7 \checkmark
= 7 ~ {\color{blue} 7}
= 7 ~ \textcolor[rgb]{1,0,0}{7}
= 7 ~ \fcolorbox{red}{white}{7}
= 7 ~ \boxed{\mathbf{7}}
= (3,4) ~ \mathopen{(}3,4\mathclose{)}
= -7 ~ \color{red}{-7}
= 7 ~ \hskip 3pt 7
= 7 ~ \scalebox{1.5}{7}
= 2/7 ~ {}^2/_7
= 2/7 ~ 2{/}7
! -7 ~ \phantom{-}7
= \begin{pmatrix}5&6\\7&8\end{pmatrix} ~ \begin{pmatrix}5&6\\[3pt]7&8\end{pmatrix}
= \begin{pmatrix}5&6\\7&8\end{pmatrix} ~ \begin{bmatrix}5&6\cr 7&8\end{bmatrix}
= \begin{pmatrix}5\\7\end{pmatrix} ~ \begin{pmatrix}5\newline 7\end{pmatrix}
= \begin{pmatrix}5&6\\7&8\end{pmatrix} ~ \pmatrix{5&6\cr 7&8}
= \begin{pmatrix}5&6\\7&8\end{pmatrix} ~ \begin{pmatrix*}[r]5&6\\7&8\end{pmatrix*}`),
  )('$gold and $prediction ($right)', check)
})

describe('systems and cases', () => {
  it.each(
    rows(String.raw`
= a=3, b=4 ~ \left\{\begin{array}{l} a=3 \\ b=4 \end{array}\right.
= a=3, b=4 ~ \left\{\begin{aligned} a&=3 \\ b&=4 \end{aligned}\right.
= a=3, b=4 ~ \left\lbrace\begin{matrix} a=3, \\[2mm] b=4. \end{matrix}\right.
= a=3, b=4 ~ \{\begin{array}{rcl} a&=&3 \\ b&=&4 \end{array}
! a=3, b=4 ~ \left\{\begin{array}{l} a=4 \\ b=3 \end{array}\right.
= \begin{cases} t & t>1 \\ 1 & t\le 1\end{cases} ~ \begin{cases} t, & t>1, \\[1mm] 1, & t\le 1.\end{cases}
= \begin{cases} t & t>1 \\ 1 & t\le 1\end{cases} ~ \left\{\begin{array}{ll} t, & t>1 \\ 1, & t\le 1\end{array}\right.
! \begin{cases} t & t>1 \\ 1 & t\le 1\end{cases} ~ \begin{dcases} t & t<1 \\ 1 & t\le 1\end{dcases}
= x<2 \text{ or } x>6 ~ \left[\begin{array}{l} x<2 \\ x>6 \end{array}\right.
! x<2 \text{ or } x>6 ~ \left\{\begin{array}{l} x<2 \\ x>6 \end{array}\right.
! 3 ~ (3]
! 3 ~ [3)
! 3 ~ ]3[`),
  )('$gold and $prediction ($right)', check)
})

describe('transposes', () => {
  it.each(
    rows(String.raw`
= \begin{pmatrix} 4 \\ 5 \\ 6 \end{pmatrix} ~ \begin{pmatrix} 4 & 5 & 6 \end{pmatrix}^T
= \begin{pmatrix} 4 \\ 5 \\ 6 \end{pmatrix} ~ (4,5,6)^{\mathsf{T}}
= \begin{pmatrix} 4 \\ 5 \\ 6 \end{pmatrix} ~ [4,5,6]^{\top}
= \begin{pmatrix} 4 & 6 \\ 5 & 7 \end{pmatrix} ~ \begin{pmatrix} 4 & 5 \\ 6 & 7 \end{pmatrix}^T
= \begin{pmatrix} 8 \\ 10 \end{pmatrix} ~ 2(4,5)^T
= (4,5) ~ (4,5)^T
! \begin{pmatrix} 4 & 5 \\ 6 & 7 \end{pmatrix} ~ \begin{pmatrix} 4 & 5 \\ 6 & 7 \end{pmatrix}^T
! \begin{pmatrix} 4 \\ 5 \end{pmatrix} ~ (5,4)^T
! x^T ~ x`),
  )('$gold and $prediction ($right)', check)
})

describe('functions', () => {
  it.each(
    rows(String.raw`
= \cot t ~ \operatorname{ctg} t
= \cot t ~ \mathrm{ctg}\, t
= \sin t ~ \operatorname{sen} t
= \csc t ~ \cosec t
= \sinh t ~ \sh t
= 56 ~ {}_{8}C_3
= 56 ~ {}^{8}C_{3}
= 56 ~ _8\mathrm{C}_3
= 56 ~ C^3_8
= 56 ~ 8C3
= 336 ~ {}_{8}P_3
! 56 ~ {}_{8}P_3
= 2\sqrt[3]{2} ~ ∛16
! 16 ~ ∛16
= 5:7 ~ 5 to 7
! 7 ~ 5 to 7`),
  )('$gold and $prediction ($right)', check)
})

describe('words, parameters and signs', () => {
  it.each(
    rows(String.raw`
= (-\infty,3)\cup(3,\infty) ~ \text{all real numbers except } 3
= (-\infty,3)\cup(3,\infty) ~ all reals except for 3
= (-\infty,3)\cup(3,5)\cup(5,\infty) ~ all real numbers except 3 and 5
! (-\infty,3)\cup(3,\infty) ~ all real numbers except -3
! \mathbb{R} ~ all real numbers except 3
= x = \frac{\pi k}{3}, k \in \mathbb{Z} ~ x = \frac{\pi n}{3}, n \in \mathbb{Z}
= x = \frac{\pi k}{3}, k \in \mathbb{Z} ~ x = \frac{\pi n}{3} \text{ where } n \text{ is an integer}
! x = \frac{\pi k}{3}, k \in \mathbb{Z} ~ x = \frac{\pi n}{3}, n \in \mathbb{R}
! ak+n, k \in \mathbb{Z} ~ an+k, n \in \mathbb{Z}
e 0.25 ~ 0.25 \text{ (or } 25\%)
e 1/4 ~ \frac14 (or 0.25)
! 0.25 ~ 0.25 (or 0.5)
! 0.5 ~ 0.25 (or 0.5)
e \pm 2 \pm \sqrt3 ~ 2+\sqrt3, 2-\sqrt3, -2+\sqrt3, -2-\sqrt3
= \pm 2 \pm \sqrt3 ~ 2+\sqrt3, -2-\sqrt3
! \pm 2 \mp \sqrt3 ~ 2+\sqrt3, 2-\sqrt3, -2+\sqrt3, -2-\sqrt3`),
  )('$gold and $prediction ($right)', check)
})
