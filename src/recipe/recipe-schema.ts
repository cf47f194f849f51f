/** The JSON Schema of recipes, for editors, made of the schemas that recipes are checked with. */
import { z } from 'zod'
import { describeKind } from './artifact-kind.ts'
import { eachSchema } from './axes.ts'
import { lastSchema, previousSchema } from './elsewhere.ts'
import { headerKeys, headerSchema } from './load.ts'
import type { StageDefinition, StageInput, StageRegistry } from './stage.ts'
import { stages as shippedStages } from './stages/index.ts'

interface Schema {
  description?: string
  default?: unknown
  properties?: Record<string, Schema>
  required?: string[]
  [keyword: string]: unknown
}

/**
 * Returns the JSON Schema (draft 7, which editors know best) of a recipe's YAML. It knows every
 * field, type, range and form. It does not know which axes and stages a recipe has, so it accepts
 * names of others.
 */
export function recipeJsonSchema(registry: StageRegistry = shippedStages): object {
  const { properties = {}, ...header } = jsonSchema(headerSchema)
  const kinds = Object.entries(registry)
  const stages = properties['stages']!
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A recipe of reckoner',
    ...header,
    properties: {
      ...properties,
      defaults: { ...properties['defaults'], ...defaultsOf(kinds) },
      stages: { ...stages, items: stageSchema(stages['items'] as Schema, kinds) },
    },
    allOf: kinds.flatMap(([kind, definition]) =>
      requiredFields(definition).map((field) => requiredUnlessDefault(kind, field)),
    ),
    definitions: {
      each: jsonSchema(eachSchema),
      previous: jsonSchema(previousSchema),
      last: jsonSchema(lastSchema),
      reference: { type: 'string', minLength: 1 },
      references: { type: 'array', items: definition('reference'), minItems: 1 },
      ...Object.fromEntries(
        kinds.map(([kind, each]) => [kind, { ...ofKind(kind, each), additionalProperties: false }]),
      ),
    },
  }
}

type Kinds = [string, StageDefinition][]

const definition = (name: string): Schema => ({ $ref: `#/definitions/${name}` })

/** A zod schema as JSON Schema, without the bounds that only say that a number is whole. */
function jsonSchema(schema: z.ZodType): Schema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema: node }) => {
      if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum
      if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum
    },
  })
  return rest as Schema
}

/** Any stage: what all have, and then what its kind has. */
function stageSchema({ properties = {}, required }: Schema, kinds: Kinds): Schema {
  return {
    type: 'object',
    properties: {
      ...properties,
      id: { ...properties['id'], not: { enum: headerKeys } },
      stage: { ...properties['stage'], enum: kinds.map(([kind]) => kind) },
    },
    required: required!,
    allOf: kinds.map(([kind]) => whenThen(isOfKind(kind), definition(kind))),
  }
}

const isOfKind = (kind: string): Schema => ({
  properties: { stage: { const: kind } },
  required: ['stage'],
})

function ofKind(kind: string, { description, ...stage }: StageDefinition): Schema {
  const common = { id: {}, stage: { const: kind, description }, gather: {} }
  return { properties: { ...common, ...fieldsOf({ description, ...stage }) } }
}

/** The fields that are the defaults of each kind: any of its own, and none is required. */
function defaultsOf(kinds: Kinds): Schema {
  const ofStage = ([kind, stage]: Kinds[number]): [string, Schema] => [
    kind,
    {
      type: 'object',
      description: stage.description,
      properties: Object.fromEntries(
        Object.keys(fieldsOf(stage)).map((field) => [
          field,
          definition(`${kind}/properties/${field}`),
        ]),
      ),
      additionalProperties: false,
    },
  ]
  return { properties: Object.fromEntries(kinds.map(ofStage)), additionalProperties: false }
}

function fieldsOf({ inputs, settings }: StageDefinition): Record<string, Schema> {
  const ofSettings = Object.entries(jsonSchema(settings).properties ?? {}).map(
    ([name, { description, default: fallback, ...own }]) => [
      name,
      {
        ...(description !== undefined && { description }),
        ...(fallback !== undefined && { default: fallback }),
        anyOf: [own, definition('each')],
      },
    ],
  )
  const ofInputs = Object.entries(inputs).map(([name, input]) => [name, inputSchema(input)])
  return Object.fromEntries([...ofInputs, ...ofSettings]) as Record<string, Schema>
}

function inputSchema({ takes, list, description }: StageInput): Schema {
  const forms = ['reference', ...(list ? ['references'] : []), 'previous', 'last', 'each']
  const what = takes === undefined ? [] : [`Takes ${describeKind(takes)}.`]
  return {
    description: [...what, ...(description === undefined ? [] : [description])].join(' '),
    anyOf: forms.map(definition),
  }
}

function requiredFields({ inputs, settings }: StageDefinition): string[] {
  const needed = Object.entries(inputs).filter(([, { optional }]) => !optional)
  return [...needed.map(([name]) => name), ...(jsonSchema(settings).required ?? [])]
}

/** Stages of a kind must have a field where neither the recipe's defaults nor its head have it. */
function requiredUnlessDefault(kind: string, field: string): Schema {
  const lacksDefault = { properties: { [kind]: { not: { required: [field] } } } }
  return whenThen(
    {
      properties: { defaults: lacksDefault },
      ...(field === 'model' && { not: { required: [field] } }),
    },
    { properties: { stages: { items: whenThen(isOfKind(kind), { required: [field] }) } } },
  )
}

function whenThen(test: Schema, result: Schema): Schema {
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  return { if: test, then: result }
}
