/** What is sent until somebody takes it, at longer and longer intervals. */
export type Retries = ReturnType<typeof createRetries>;

/** `afterMs`: how long after each attempt that failed comes the next. */
export function createRetries(afterMs: readonly number[]) {
  const timers = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<unknown>>();
  let isStopped = false;

  /** `send` answers whether it was taken. */
  function keepTrying(send: () => Promise<boolean>, attempt = 0): void {
    const done = send().then((isTaken) => {
      const wait = afterMs[attempt];
      if (isTaken || wait === undefined || isStopped) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        keepTrying(send, attempt + 1);
      }, wait);
      timers.add(timer);
    });
    running.add(done);
    void done.finally(() => running.delete(done));
  }

  return {
    keepTrying,
    /** When everything that is on its way has arrived or failed. */
    settled: async (): Promise<void> => {
      while (running.size > 0) await Promise.all(running);
    },
    stop: (): void => {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

export function isTaken(status: number): boolean {
  return status >= 200 && status < 300;
}
