/** Writes the JSON Schemas that the package has for editors and for readers of events. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { eventsJsonSchema } from '../dist/index.js'
import { recipeJsonSchema } from '../dist/recipe/index.js'

const folder = new URL('../schemas/', import.meta.url)
mkdirSync(folder, { recursive: true })
const schemas = { recipe: recipeJsonSchema(), events: eventsJsonSchema() }
for (const [name, schema] of Object.entries(schemas))
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(schema, null, 1)}\n`)
