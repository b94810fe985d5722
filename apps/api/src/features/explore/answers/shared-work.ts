interface Running<T> {
  readonly result: Promise<T>;
  readonly stop: AbortController;
  waiting: number;
}

/** Work that several wait for at once is done once, and given up when the last of them goes away. */
export class SharedWork<T> {
  readonly #running = new Map<string, Running<T>>();

  /** Rejects with the reason of `gone` when it aborts first. */
  async do(key: string, gone: AbortSignal, work: (nobodyWaits: AbortSignal) => Promise<T>): Promise<T> {
    gone.throwIfAborted();
    const running = this.#running.get(key) ?? this.#begin(key, work);
    running.waiting += 1;
    let leave = () => {};
    try {
      const left = new Promise<never>((_, reject) => {
        leave = () => reject(gone.reason instanceof Error ? gone.reason : new Error('Nobody waits any more.'));
        gone.addEventListener('abort', leave, { once: true });
      });
      return await Promise.race([running.result, left]);
    } finally {
      gone.removeEventListener('abort', leave);
      running.waiting -= 1;
      if (running.waiting === 0) this.#end(key, running);
    }
  }

  #begin(key: string, work: (nobodyWaits: AbortSignal) => Promise<T>): Running<T> {
    const stop = new AbortController();
    const running: Running<T> = { result: work(stop.signal), stop, waiting: 0 };
    running.result.catch(() => {}); // whoever waits is told
    this.#running.set(key, running);
    return running;
  }

  /** Who asks from now on begins anew, rather than joining what is being given up. */
  #end(key: string, running: Running<T>): void {
    if (this.#running.get(key) === running) this.#running.delete(key);
    running.stop.abort();
  }
}
