import { DomainError } from './errors.ts';

/** How many may be inside at once, how many of them for one caller, and how many wait for how long. */
export interface GateLimits {
  readonly places: number;
  readonly placesPerCaller: number;
  readonly waiting: number;
  readonly waitingPerCaller: number;
  readonly patienceMs: number;
}

/** Gives the place back; a second call does nothing. */
export type Leave = () => void;

interface Waiter {
  readonly admit: (leave: Leave) => void;
  readonly since: number;
}

interface Caller {
  inside: number;
  readonly waiting: Set<Waiter>;
}

/**
 * A bounded resource shared fairly: when it is full, callers wait in a queue of their own and take turns, so one caller
 * with a thousand requests delays another by one turn, not by a thousand. Refuses with `limit` (429) when the caller's
 * own share is used up, with `unavailable` (503) when everybody's is.
 */
export class Gate {
  readonly name: string;
  readonly #limits: GateLimits;
  readonly #callers = new Map<string, Caller>();
  /** Callers with somebody waiting, in the order of their turns. */
  readonly #turns = new Set<string>();
  #inside = 0;
  #waiting = 0;

  constructor(name: string, limits: GateLimits) {
    this.name = name;
    this.#limits = limits;
  }

  /** Waits for a place. Throws `limit` or `unavailable`, or an AbortError when the caller went away meanwhile. */
  async enter(caller: string, gone?: AbortSignal): Promise<Leave> {
    gone?.throwIfAborted();
    const own = this.#callers.get(caller) ?? { inside: 0, waiting: new Set() };
    this.#callers.set(caller, own);
    if (this.#inside < this.#limits.places && own.inside < this.#limits.placesPerCaller)
      return this.#admit(caller, own);
    if (own.waiting.size >= this.#limits.waitingPerCaller) throw this.#ownShareUsed();
    if (this.#waiting >= this.#limits.waiting) throw this.#full();
    return this.#wait(caller, own, gone);
  }

  /** For how long the one at the front has been waiting while every place was taken, in milliseconds. */
  get stuckForMs(): number {
    if (this.#inside < this.#limits.places) return 0;
    const fronts = [...this.#turns].flatMap((caller) => [...(this.#callers.get(caller)?.waiting ?? [])].slice(0, 1));
    return fronts.length === 0 ? 0 : performance.now() - Math.min(...fronts.map(({ since }) => since));
  }

  #wait(caller: string, own: Caller, gone: AbortSignal | undefined): Promise<Leave> {
    return new Promise((resolve, reject) => {
      const stopWaiting = () => {
        clearTimeout(timer);
        gone?.removeEventListener('abort', leaveQueue);
        if (!own.waiting.delete(waiter)) return;
        this.#waiting -= 1;
        if (own.waiting.size === 0) this.#turns.delete(caller);
        this.#forget(caller, own);
      };
      const leaveQueue = () => {
        stopWaiting();
        reject(new DOMException('The caller went away.', 'AbortError'));
      };
      const timer = setTimeout(() => {
        const isOwn = own.inside >= this.#limits.placesPerCaller;
        stopWaiting();
        reject(isOwn ? this.#ownShareUsed() : this.#full());
      }, this.#limits.patienceMs);
      const waiter: Waiter = {
        since: performance.now(),
        admit: (leave) => {
          stopWaiting();
          resolve(leave);
        },
      };
      own.waiting.add(waiter);
      this.#turns.add(caller);
      this.#waiting += 1;
      gone?.addEventListener('abort', leaveQueue, { once: true });
    });
  }

  #admit(caller: string, own: Caller): Leave {
    own.inside += 1;
    this.#inside += 1;
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      own.inside -= 1;
      this.#inside -= 1;
      this.#forget(caller, own);
      this.#admitNext();
    };
  }

  #admitNext(): void {
    for (const caller of this.#turns) {
      const own = this.#callers.get(caller);
      const [next] = own?.waiting ?? [];
      if (!own || !next || own.inside >= this.#limits.placesPerCaller) continue;
      this.#turns.delete(caller);
      if (own.waiting.size > 1) this.#turns.add(caller); // to the end of the line
      const leave = this.#admit(caller, own);
      next.admit(leave);
      return;
    }
  }

  #forget(caller: string, own: Caller): void {
    if (own.inside === 0 && own.waiting.size === 0 && this.#callers.get(caller) === own) this.#callers.delete(caller);
  }

  #ownShareUsed(): DomainError {
    return new DomainError(
      'limit',
      'requests.too-many',
      'Too many requests from you are running at the same time. Wait for some of them to finish.',
    );
  }

  #full(): DomainError {
    return new DomainError('unavailable', 'server.busy', 'The server is busy. Try again in a moment.');
  }
}
