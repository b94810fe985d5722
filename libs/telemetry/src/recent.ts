import { kindOf } from './error-fields.ts';

/** What a process remembers of its last minutes, to show it to people: slow routes and errors. */

export interface SlowRoute {
  readonly method: string;
  readonly route: string;
  readonly requests: number;
  readonly averageMs: number;
  readonly slowestMs: number;
}

export interface RecentError {
  readonly at: string;
  readonly where: string;
  readonly kind: string;
  readonly requestId: string | null;
}

const windowMs = 5 * 60_000;
const shown = 10;
const errorsKept = 20;

interface Timed {
  requests: number;
  ms: number;
  slowestMs: number;
}

/** Who is told of errors besides. */
interface Reports {
  failed(where: string, error: unknown, requestId: string | null): void;
}

export class Recent {
  /** The window that runs, and the one before. */
  #windows: [Map<string, Timed>, Map<string, Timed>] = [new Map(), new Map()];
  #began = performance.now();
  readonly #errors: RecentError[] = [];
  readonly #reports: Reports | null;

  constructor(reports: Reports | null = null) {
    this.#reports = reports;
  }

  answered(method: string, route: string, ms: number): void {
    this.#turn();
    const key = `${method} ${route}`;
    const timed = this.#windows[0].get(key) ?? { requests: 0, ms: 0, slowestMs: 0 };
    timed.requests += 1;
    timed.ms += ms;
    timed.slowestMs = Math.max(timed.slowestMs, ms);
    this.#windows[0].set(key, timed);
  }

  /** `where` is the template of a route or the name of a queue. Of the error only its kind is kept. */
  failed(where: string, error: unknown, requestId: string | null): void {
    this.#reports?.failed(where, error, requestId);
    this.noted(where, kindOf(error), requestId);
  }

  /** One whose kind is known and that was reported. */
  noted(where: string, kind: string, requestId: string | null = null): void {
    this.#errors.unshift({ at: new Date().toISOString(), where, kind, requestId });
    this.#errors.length = Math.min(this.#errors.length, errorsKept);
  }

  /** The slowest on average, of the last five to ten minutes. */
  get slowRoutes(): readonly SlowRoute[] {
    this.#turn();
    const sums = new Map<string, Timed>();
    for (const [key, { requests, ms, slowestMs }] of this.#windows.flatMap((window) => [...window])) {
      const sum = sums.get(key) ?? { requests: 0, ms: 0, slowestMs: 0 };
      sums.set(key, {
        requests: sum.requests + requests,
        ms: sum.ms + ms,
        slowestMs: Math.max(sum.slowestMs, slowestMs),
      });
    }
    return [...sums]
      .map(([key, { requests, ms, slowestMs }]) => {
        const [method = '', route = ''] = key.split(' ', 2);
        return { method, route, requests, averageMs: rounded(ms / requests), slowestMs: rounded(slowestMs) };
      })
      .toSorted((one, other) => other.averageMs - one.averageMs)
      .slice(0, shown);
  }

  get errors(): readonly RecentError[] {
    return this.#errors;
  }

  #turn(): void {
    const now = performance.now();
    if (now - this.#began < windowMs) return;
    this.#windows = [new Map(), now - this.#began < 2 * windowMs ? this.#windows[0] : new Map()];
    this.#began = now;
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
