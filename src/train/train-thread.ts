/** The thread in which training runs. */
import type { RunEvent } from '../core/index.ts'
import { serveThread } from '../engine/index.ts'
import { epochBatches } from './batches.ts'
import type { Objective } from './objective.ts'
import { objectives } from './objectives.ts'
import type { Trained, TrainingState } from './trainer.ts'
import { train } from './trainer.ts'
import type { ThreadedTrainRequest, TrainMessage } from './train-in-thread.ts'

serveThread({
  async *train(request: ThreadedTrainRequest, signal): AsyncGenerator<TrainMessage, Trained, void> {
    const { examples, epochs, batching, saved, ...rest } = request
    const objective: Objective = objectives[request.objective]
    const pending: TrainingState[] = []
    const checkpoints = {
      load: () => Promise.resolve(saved),
      save: (state: TrainingState) => Promise.resolve(void pending.push(state)),
    }
    const task = train({
      ...rest,
      objective,
      batches: epochBatches(objective, examples, epochs, batching),
      checkpoints,
      signal,
    })
    for (;;) {
      let step: IteratorResult<RunEvent, Trained>
      try {
        step = await task.next()
      } finally {
        for (const state of pending.splice(0)) yield { checkpoint: state }
      }
      if (step.done) return step.value
      yield { event: step.value }
    }
  },
})
