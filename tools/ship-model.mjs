// Puts the base model of a finished run into models/: node tools/ship-model.mjs runs/base-1m-…
// base-1m ['reckoner run base-1m --set …'] The last argument is the command that made it, where it
// is not the recipe of the model's name. The training log keeps one step in 50 of every
// pre-training stage; the card's figures are read from the run.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [run, name, command = `reckoner run ${name}`] = process.argv.slice(2)
if (!run || !/^[a-z0-9-]+$/.test(name ?? '') || process.argv.length > 5) {
  console.error('usage: node tools/ship-model.mjs <run directory> <name> [command]')
  process.exit(2)
}
const target = join(import.meta.dirname, '..', 'models', name)
mkdirSync(target, { recursive: true })
for (const file of ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors'])
  copyFileSync(join(run, 'base', file), join(target, file))

const stages = ['looks-back', 'tells', 'base']
const logs = stages.map((stage) => ({
  stage,
  steps: readFileSync(join(run, stage, 'training-log.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line)),
}))
const kept = logs.flatMap(({ stage, steps }) =>
  steps
    .filter(({ step }) => step === 1 || step % 50 === 0 || step === steps.length)
    .map((step) => ({ stage, ...step })),
)
writeFileSync(
  join(target, 'training-log.jsonl'),
  kept.map((step) => `${JSON.stringify(step)}\n`).join(''),
)

const config = JSON.parse(readFileSync(join(run, 'base', 'config.json'), 'utf8'))
const results = JSON.parse(readFileSync(join(run, 'results.json'), 'utf8'))
const header = JSON.parse(readHeader(join(target, 'model.safetensors')))
const parameters = Object.entries(header).reduce(
  (sum, [tensor, { shape }]) =>
    tensor === '__metadata__' ? sum : sum + shape.reduce((a, b) => a * b, 1),
  0,
)
const rows = logs.map(({ stage, steps }) => {
  const cost = results.cost.find((each) => each.stage === stage)
  const tail = steps.slice(-100)
  const loss = tail.reduce((sum, step) => sum + step.loss, 0) / tail.length
  const tokens = steps.reduce((sum, step) => sum + step.tokens, 0)
  return `| ${stage} | ${steps.length.toLocaleString('en')} | ${(tokens / 1e6).toFixed(1)} M | ${loss.toFixed(3)} | ${Math.round(cost.seconds / 60)} min |`
})
writeFileSync(
  join(target, 'README.md'),
  `# ${name}

${wrapped(
  `A Llama-style decoder with ${(parameters / 1e6).toFixed(2)} million parameters: ` +
    `${config.num_hidden_layers} layers, width ${config.hidden_size}, ` +
    `${config.num_attention_heads} heads over ${config.num_key_value_heads} key/value heads, ` +
    `vocabulary ${config.vocab_size}, tied head. Weights are float16. Pre-trained from nothing ` +
    `by \`${command}\`, which makes it again.`,
)}

**What it knows.** It has read narratives, arithmetic drills, recall exercises and ledgers, all made
by rule from the training split of the project's own procedural problems; not one worked solution of
a word problem. It continues such texts and calculates with small whole numbers. It does not solve
problems until it is fine-tuned, and it knows nothing of the world: it is made for studying how
solving is learned, in minutes, on a laptop.

| stage | steps | tokens | loss, last 100 steps (nats) | time |
|---|---|---|---|---|
${rows.join('\n')}

Times are those of a shared machine. \`training-log.jsonl\` has one step in 50. The tokenizer is
byte-level, with digits one by one, and loses nothing of any UTF-8 text. Licence: MIT, as the project. No
text but the project's own was used.
`,
)
console.log(`${target}: ${parameters} parameters`)

/** Breaks a paragraph into lines of at most 100 columns. */
function wrapped(text) {
  return text.replaceAll(/(.{1,100})(?: |$)/g, '$1\n').trimEnd()
}

function readHeader(path) {
  const bytes = readFileSync(path)
  return bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString('utf8')
}
