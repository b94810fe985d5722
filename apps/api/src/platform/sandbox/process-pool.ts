import { FairQueue } from './fair-queue.ts';
import { JobProcess } from './job-process.ts';
import { sandboxLimits, type SandboxLimits } from './limits.ts';
import { busy } from './refusals.ts';

interface Waiting {
  readonly owner: string;
  readonly start: (process: JobProcess) => Promise<void>;
}

interface PoolOptions {
  readonly script: URL;
  readonly limits?: SandboxLimits;
  /** Whether its libraries are compiled for the machine. */
  readonly hasAddons?: true;
  readonly complain: (complaint: string) => void;
}

/**
 * A few processes that do what might never end. They start with the first piece of work and end when there was none
 * for a while. Organizations take turns, and one of them never keeps all processes busy.
 */
export class ProcessPool {
  readonly #options: PoolOptions;
  readonly #limits: SandboxLimits;
  readonly #waiting = new FairQueue<Waiting>();
  /** How many pieces of work of each organization are being done. */
  readonly #running = new Map<string, number>();
  readonly #idle = new Map<JobProcess, NodeJS.Timeout>();
  readonly #processes = new Set<JobProcess>();

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#limits = options.limits ?? sandboxLimits;
  }

  /** How many processes there are. */
  get size(): number {
    return this.#processes.size;
  }

  /** Throws `content.…` when it is refused, by the work itself or because of what it takes. */
  async run(owner: string, kind: string, input: unknown): Promise<unknown> {
    if (this.#waiting.sizeOf(owner) >= this.#limits.waitingOfOne) throw busy(true);
    if (this.#waiting.size >= this.#limits.waiting) throw busy(false);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const waiting: Waiting = {
      owner,
      start: async (process) => {
        clearTimeout(late);
        await process.run({ kind, input }).then(resolve, reject);
      },
    };
    const late = setTimeout(() => {
      if (this.#waiting.remove(owner, waiting)) reject(busy(this.#isOwn(owner)));
    }, this.#limits.waitMs);
    this.#waiting.add(owner, waiting);
    this.#next();
    return promise;
  }

  end(): void {
    for (const process of this.#processes) process.end();
  }

  #isOwn(owner: string): boolean {
    return (this.#running.get(owner) ?? 0) >= this.#limits.processesOfOne;
  }

  #next(): void {
    if (this.#idle.size === 0 && this.#processes.size >= this.#limits.processes) return;
    const next = this.#waiting.take((owner) => !this.#isOwn(owner));
    if (!next) return;
    void this.#work(next);
    this.#next();
  }

  async #work({ owner, start }: Waiting): Promise<void> {
    const process = this.#takeProcess();
    this.#running.set(owner, (this.#running.get(owner) ?? 0) + 1);
    await start(process);
    const left = (this.#running.get(owner) ?? 1) - 1;
    if (left > 0) this.#running.set(owner, left);
    else this.#running.delete(owner);
    if (process.isUsable) this.#rest(process);
    else this.#processes.delete(process);
    this.#next();
  }

  #takeProcess(): JobProcess {
    for (const [process, ending] of this.#idle) {
      clearTimeout(ending);
      this.#idle.delete(process);
      if (process.isUsable) return process;
      this.#processes.delete(process);
    }
    const process = new JobProcess({ ...this.#options, limits: this.#limits });
    this.#processes.add(process);
    return process;
  }

  #rest(process: JobProcess): void {
    const ending = setTimeout(() => {
      this.#idle.delete(process);
      this.#processes.delete(process);
      process.end();
    }, this.#limits.idleMs);
    ending.unref();
    this.#idle.set(process, ending);
  }
}
