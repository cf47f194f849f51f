/**
 * A recipe with several seeds, run seed by seed: a first result does not wait for the last seed.
 */
import type { Recipe } from './load.ts'
import { planRecipe, type Plan } from './plan.ts'
import type { PlannedStage } from './planned-stage.ts'
import type { StageRegistry } from './stage.ts'
import { stages as shippedStages } from './stages/index.ts'

/**
 * Returns the plans of the recipe's first seed, of its first two, and so on; the last one is the
 * whole. Their stages have the whole's ids where they are the same, and others where they are made
 * of fewer seeds: `greedy@1+2`. Where anything but results is made of several seeds together, the
 * whole is the only plan, since a shorter one would be more work.
 */
export async function seedBySeed(
  recipe: Recipe,
  registry: StageRegistry = shippedStages,
): Promise<Plan[]> {
  const whole = await planRecipe(recipe, registry)
  const keys = new Set(whole.stages.map(({ key }) => key))
  const parts: Plan[] = []
  for (let count = 1; count < recipe.seeds.length; count++) {
    const seeds = recipe.seeds.slice(0, count)
    const plan = await planRecipe({ ...recipe, seeds }, registry)
    const isOwn = ({ key }: PlannedStage): boolean => !keys.has(key)
    if (!plan.stages.filter(isOwn).every(makesResults)) return [whole]
    const named = (stage: PlannedStage): PlannedStage =>
      isOwn(stage) ? { ...stage, id: `${stage.id}@${seeds.join('+')}` } : stage
    parts.push({ ...plan, stages: plan.stages.map(named) })
  }
  return [...parts, whole]
}

/** Every stage of these plans once, in the order they are made. */
export function inRunOrder(plans: readonly Plan[]): PlannedStage[] {
  return [...new Map(plans.flatMap(({ stages }) => stages).map((each) => [each.id, each])).values()]
}

const makesResults = ({ definition: { makes } }: PlannedStage): boolean =>
  makes?.every((kind) => kind === 'results') ?? false
