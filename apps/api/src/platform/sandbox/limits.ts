/** How much the work on what people wrote may take, and how much of it may wait. */
export const sandboxLimits = {
  /** Processes at the same time beside each API or worker process. */
  processes: 2,
  /** Of them, how many one organization may keep busy: another one always finds a process. */
  processesOfOne: 1,
  /** JavaScript objects of a process. */
  heapMegabytes: 160,
  /** One piece of work, and before it the start of a process and the loading of what it needs. */
  jobMs: 8_000,
  startMs: 60_000,
  /** A process without work for this long ends. */
  idleMs: 300_000,
  /** What may wait: altogether, of one organization, and how long. */
  waiting: 500,
  waitingOfOne: 100,
  waitMs: 20_000,
} as const;

export type SandboxLimits = { readonly [Limit in keyof typeof sandboxLimits]: number };
