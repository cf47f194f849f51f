/** Servers that are known, by what they say of themselves. */

export interface ServerKind {
  name: string
  /** Where it tells more of itself, from the root of its address. */
  tellsAt?: string
  /** Returns its version from what it tells there. */
  versionIn?: (told: Record<string, unknown>) => unknown
  /** Returns what the model was loaded from, from the same. */
  rootIn?: (told: Record<string, unknown>) => unknown
  /**
   * Fields that switch off what the server does to probabilities unless it is told not to, so that
   * a completion is drawn from the model's own.
   */
  plainSampling(temperature: number): Readonly<Record<string, unknown>>
  /** Whether it says which stop text has ended a text, and takes any number of them. */
  tellsStops?: true
  /** Whether it counts the tokens of the first of several completions only. */
  countsFirst?: true
}

/** By `owned_by` in the server's list of models. */
export const serverKinds: Readonly<Record<string, ServerKind>> = {
  vllm: {
    name: 'vLLM',
    tellsAt: '/version',
    versionIn: ({ version }) => version,
    plainSampling: () => ({ top_k: 0, min_p: 0, repetition_penalty: 1 }),
    tellsStops: true,
  },
  llamacpp: {
    name: 'llama.cpp',
    tellsAt: '/props',
    versionIn: ({ build_info }) => build_info,
    // A server of several models has no one path.
    rootIn: ({ model_path }) => (model_path === 'none' ? undefined : model_path),
    plainSampling: () => ({ top_k: 0, min_p: 0, repeat_penalty: 1, typical_p: 1 }),
    countsFirst: true,
  },
  sglang: {
    name: 'SGLang',
    tellsAt: '/get_server_info',
    versionIn: ({ version }) => version,
    plainSampling: () => ({ top_k: -1, min_p: 0, repetition_penalty: 1 }),
    tellsStops: true,
  },
  library: {
    name: 'Ollama',
    tellsAt: '/api/version',
    versionIn: ({ version }) => version,
    plainSampling: () => ({}),
  },
  me: {
    name: 'llama-cpp-python',
    plainSampling: () => ({ top_k: 0, min_p: 0, repeat_penalty: 1 }),
  },
  local: {
    name: 'Transformers',
    // It heeds a temperature only with this field, and refuses fields that it does not know.
    plainSampling: (temperature) =>
      temperature > 0
        ? { generation_config: JSON.stringify({ do_sample: true, temperature, top_k: 0 }) }
        : {},
  },
}

/** A server of which nothing is known but the protocol. */
export const unknownServer: ServerKind = { name: 'a server', plainSampling: () => ({}) }
