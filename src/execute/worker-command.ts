/** How a worker process of a tier is started. */

/** A program that speaks the workers' protocol on its standard input and output, and the whole environment it is to have. */
export interface WorkerCommand {
  command: string
  arguments: string[]
  environment: Record<string, string>
}
