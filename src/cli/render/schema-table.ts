/** The fields of a JSON Schema as a table: name, type with its range, default, description. */
import { tableLines } from './table.ts'

/** The part of JSON Schema that the project's schemas come to. */
interface Schema {
  type?: string | string[]
  const?: string | number | boolean | null
  enum?: (string | number | boolean | null)[]
  description?: string
  default?: unknown
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  items?: Schema
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  required?: string[]
}

interface Titles {
  /** Of the first column. */
  name: string
  /** Whether a default is shown; otherwise only what may be absent is marked. */
  hasDefaults: boolean
}

/** Lines of the table; a field of a field is called `claim.text`. */
export function schemaTable(schema: object, { name, hasDefaults }: Titles): string[] {
  const rows = fieldsOf(schema as Schema, '', hasDefaults)
  return tableLines(
    [{ title: name }, { title: 'type' }, { title: hasDefaults ? 'default' : '' }, { title: '' }],
    rows,
  )
}

function fieldsOf(
  { properties = {}, required = [] }: Schema,
  prefix: string,
  hasDefaults: boolean,
): string[][] {
  return Object.entries(properties).flatMap(([key, field]) => {
    const name = `${prefix}${key}`
    const needed = required.includes(key)
    const fallback =
      field.default === undefined ? (needed ? 'required' : '') : JSON.stringify(field.default)
    const state = hasDefaults ? fallback : needed ? '' : 'optional'
    return [
      [name, typeText(field), state, field.description ?? ''],
      ...fieldsOf(field, `${name}.`, hasDefaults),
    ]
  })
}

/** `whole number, 1 or more`; `cosine | linear`; `list of number`. */
function typeText(schema: Schema): string {
  const { type = 'anything', items, anyOf, additionalProperties } = schema
  if (schema.const !== undefined) return String(schema.const)
  if (schema.enum) return schema.enum.map(String).join(' | ')
  if (anyOf) return anyOf.map(typeText).join(' | ')
  if (Array.isArray(type))
    return type.map((each) => typeText({ ...schema, type: each })).join(' | ')
  if (items) return `list of ${typeText(items)}`
  if (typeof additionalProperties === 'object')
    return `names, each with ${typeText(additionalProperties)}`
  if (type === 'integer') return ['whole number', ...rangeTexts(schema)].join(', ')
  if (type === 'number') return ['number', ...rangeTexts(schema)].join(', ')
  return { string: 'text', boolean: 'true | false', object: 'fields' }[type] ?? type
}

/** Bounds that only say that a number is whole are left out. */
function rangeTexts({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): string[] {
  const isBound = (value: number | undefined): value is number =>
    value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER
  if (isBound(minimum) && isBound(maximum)) return [`${minimum} to ${maximum}`]
  return [
    ...(isBound(minimum) ? [`${minimum} or more`] : []),
    ...(isBound(exclusiveMinimum) ? [`more than ${exclusiveMinimum}`] : []),
    ...(isBound(maximum) ? [`at most ${maximum}`] : []),
    ...(isBound(exclusiveMaximum) ? [`less than ${exclusiveMaximum}`] : []),
  ]
}
