/**
 * The conventions on which two answers may count as the same, and the two policies that choose
 * among them.
 */
import { ConfigError } from '../core/pure.ts'

/** Each convention is one setting; `docs/answers.md` shows an example of each. */
export interface Policy {
  name: string
  /** Whether `50%` is also 50 (`either`), or 0.5 only (`value`). */
  percent: 'either' | 'value'
  /** Whether `90°` is also 90 (`either`), or π/2 only (`value`). */
  degrees: 'either' | 'value'
  /**
   * Whether a unit on one side only is passed over. Two units must agree or convert under every
   * policy.
   */
  units: 'optional' | 'required'
  /**
   * Whether a decimal equals what it is a correct rounding of, with at least four significant
   * digits.
   */
  rounding: 'correct' | 'none'
  /** Whether `x = 5` is also 5. */
  leftSides: 'optional' | 'required'
  /**
   * Whether `m + n = 293` is also 293, and so is what stands behind a left side that cannot be
   * read.
   */
  leftExpressions: 'optional' | 'required'
  /**
   * Whether `3·4 = 12` is 12 whatever stands before it (`any`), or only where the calculation is
   * right (`true`).
   */
  calculations: 'any' | 'true'
  /**
   * Whether the order of a bare list counts. Tuples are ordered and sets are not under every
   * policy.
   */
  listOrder: 'unordered' | 'ordered'
  /**
   * Whether `{1, 2, 2}` is `{1, 2}`: a value given twice counts once (`once`), or the answers must
   * have as many values (`each`).
   */
  repetition: 'once' | 'each'
  /** Whether `2,5` is also 2.5. */
  decimalComma: 'either' | 'list'
  /** Whether the signs of `\pm 1 \pm i` are chosen together only, or also each for itself. */
  signs: 'either' | 'together'
  /** Whether `52_8` is also 52, the digits without their base. */
  numeralBase: 'optional' | 'required'
  /** Whether `log` is the common logarithm or whichever makes the answers equal. */
  logarithm: 'either' | 'common'
  /** Whether a constant of integration may be missing or have another name. */
  integrationConstant: 'optional' | 'required'
  /** Whether `f(x) = x²` is also `g(t) = t²`. */
  functionNames: 'any' | 'same'
  /** Whether the choice `a` is also A. */
  choiceCase: 'any' | 'same'
  /**
   * Whether an answer counts that a text does not state outright: its last number, or a number
   * among words that are not known.
   */
  guesses: 'counted' | 'refused'
  /**
   * Which of several `####` lines is the answer: the first, as GSM8K's own grader has it, or the
   * last, which may correct it.
   */
  repeatedHashes: 'first' | 'last'
}

/** Lenient, for figures that are compared with those of others. */
export const evaluationPolicy: Policy = {
  name: 'evaluation',
  percent: 'either',
  degrees: 'either',
  units: 'optional',
  rounding: 'correct',
  leftSides: 'optional',
  leftExpressions: 'optional',
  calculations: 'any',
  listOrder: 'unordered',
  repetition: 'once',
  decimalComma: 'either',
  signs: 'either',
  numeralBase: 'optional',
  logarithm: 'either',
  integrationConstant: 'optional',
  functionNames: 'any',
  choiceCase: 'any',
  guesses: 'counted',
  repeatedHashes: 'last',
}

/**
 * Strict, for rewards, which a model learns to exploit: nothing dropped, nothing rounded, no more
 * values than asked for.
 */
export const rewardPolicy: Policy = {
  name: 'reward',
  percent: 'value',
  degrees: 'value',
  units: 'optional',
  rounding: 'none',
  leftSides: 'optional',
  leftExpressions: 'required',
  calculations: 'true',
  listOrder: 'unordered',
  repetition: 'each',
  decimalComma: 'list',
  signs: 'together',
  numeralBase: 'required',
  logarithm: 'common',
  integrationConstant: 'required',
  functionNames: 'same',
  choiceCase: 'same',
  guesses: 'refused',
  repeatedHashes: 'last',
}

/** What each setting may be. */
const settings: { readonly [Name in keyof Omit<Policy, 'name'>]: readonly Policy[Name][] } = {
  percent: ['either', 'value'],
  degrees: ['either', 'value'],
  units: ['optional', 'required'],
  rounding: ['correct', 'none'],
  leftSides: ['optional', 'required'],
  leftExpressions: ['optional', 'required'],
  calculations: ['any', 'true'],
  listOrder: ['unordered', 'ordered'],
  repetition: ['once', 'each'],
  decimalComma: ['either', 'list'],
  signs: ['either', 'together'],
  numeralBase: ['optional', 'required'],
  logarithm: ['either', 'common'],
  integrationConstant: ['optional', 'required'],
  functionNames: ['any', 'same'],
  choiceCase: ['any', 'same'],
  guesses: ['counted', 'refused'],
  repeatedHashes: ['first', 'last'],
}

const checked = new WeakSet<Policy>()

/**
 * @throws ConfigError when it is none, as a policy's name is none: without its settings it would be
 * graded by neither policy
 */
export function requirePolicy(policy: Policy): void {
  if (policy === evaluationPolicy || policy === rewardPolicy || checked.has(policy)) return
  if (typeof policy !== 'object' || policy === null) {
    const name = policyNames.find((each) => each === policy)
    throw new ConfigError(
      `${JSON.stringify(policy) ?? typeof policy} is not a policy; a policy is an object with a setting for each convention`,
      {
        hint: name
          ? `Pass policies.${name}, not its name.`
          : `Pass ${policyNames.map((each) => `policies.${each}`).join(' or ')}.`,
      },
    )
  }
  for (const [setting, values] of Object.entries(settings)) {
    const value = policy[setting as keyof typeof settings]
    if (!(values as readonly unknown[]).includes(value))
      throw new ConfigError(
        `the policy's "${setting}" must be ${values.join(' or ')}, but is ${JSON.stringify(value) ?? 'missing'}`,
        {
          hint: 'Make a policy from an existing one, such as {...policies.reward, units: "required"}, or use withConvention.',
        },
      )
  }
  checked.add(policy)
}

/**
 * @throws ConfigError when options hold no policy where one stands, or are no options, as a
 * policy's name is none
 */
export function requireOptions(options: { policy?: Policy }): void {
  if (typeof options !== 'object' || options === null)
    throw new ConfigError(
      `${JSON.stringify(options) ?? typeof options} is not an object of options`,
      {
        hint: 'Pass the policy as a field of the options: {policy: policies.reward}.',
      },
    )
  if (options.policy !== undefined) requirePolicy(options.policy)
}

/**
 * Returns a policy with one setting changed, as in `repeatedHashes=first`; or what is wrong with
 * the text. Its name says what was changed.
 */
export function withConvention(policy: Policy, text: string): Policy | { fault: string } {
  requirePolicy(policy)
  const [name = '', value = ''] = text.split('=')
  const values: readonly string[] | undefined = Object.entries(settings).find(
    ([setting]) => setting === name,
  )?.[1]
  if (!values)
    return {
      fault: `"${name}" is not a convention; the conventions are ${Object.keys(settings).join(', ')}`,
    }
  if (!values.includes(value))
    return { fault: `"${name}" must be ${values.join(' or ')}, not "${value}"` }
  return { ...policy, [name]: value, name: `${policy.name}, ${text}` }
}

/** The policies by name. */
export const policies = { evaluation: evaluationPolicy, reward: rewardPolicy } as const
export type PolicyName = keyof typeof policies
export const policyNames = Object.keys(policies) as PolicyName[]
