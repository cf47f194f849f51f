/**
 * Returns how far two sums of at most `count` numbers from 0 on, whose total is at most `total`,
 * can lie apart when the same numbers are added in different orders, or subtracted from a number
 * that is no larger. Twice the bound of Higham 2002, Accuracy and Stability of Numerical
 * Algorithms, section 4.2, for each of the four sums that a decision compares.
 */
export const sumSlack = (count: number, total: number): number => count * 2 ** -50 * total
