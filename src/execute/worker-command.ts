/** How a worker process is started. */
export interface WorkerCommand {
  command: string
  arguments: string[]
  /** All of its environment: nothing is inherited. */
  environment: Record<string, string>
}
