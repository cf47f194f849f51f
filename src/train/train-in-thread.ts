/** Training in a worker thread, so that the caller's thread stays alive. */
import type { RunEvent, Task } from '../core/index.ts'
import { Thread } from '../engine/index.ts'
import type { BatchSettings } from './batches.ts'
import type { TrainingExamples } from './objectives.ts'
import type { Trained, TrainingState, TrainRequest } from './trainer.ts'

/**
 * A training request that can be sent to a thread: the objective is named, and batches are
 * described, not given.
 */
export type ThreadedTrainRequest = DescribedRequest & { saved?: TrainingState }

type DescribedRequest = TrainingExamples &
  Omit<TrainRequest, 'objective' | 'batches' | 'checkpoints' | 'signal'> & {
    epochs: number
    batching: BatchSettings
  }

export type TrainMessage = { event: RunEvent } | { checkpoint: TrainingState }

/** Trains as `train` does; checkpoints are loaded and saved in the calling thread. */
export async function* trainInThread(
  request: DescribedRequest & Pick<TrainRequest, 'checkpoints' | 'signal'>,
): Task<Trained> {
  const { checkpoints, signal, ...rest } = request
  const saved = await checkpoints?.load()
  const thread = new Thread('train-thread', import.meta.url)
  try {
    const stream = thread.call<TrainMessage, Trained>(
      'train',
      { ...rest, ...(saved && { saved }) } satisfies ThreadedTrainRequest,
      signal,
    )
    for (;;) {
      const step = await stream.next()
      if (step.done) return step.value
      if ('event' in step.value) yield step.value.event
      else await checkpoints?.save(step.value.checkpoint)
    }
  } finally {
    await thread[Symbol.asyncDispose]()
  }
}
