import type { Counted, Metrics, Observed } from './metrics.ts';

/** Seconds. The targets of the product have edges: 200 ms, and 2 s for the slowest of a hundred. */
const edges = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

/** What a route is called that does not exist. */
export const unmatched = 'unmatched';

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export interface Answered {
  readonly method: string;
  /** The template of the route, such as `/api/campaigns/:id`; never a path. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
  /** Open for as long as its reader wants: counted, but no measure of how quick the process is. */
  readonly isStream: boolean;
}

/** Requests by route: how many, how they ended, how long they took. */
export class HttpMetrics {
  readonly #requests: (...labels: readonly string[]) => Counted;
  readonly #durations: (...labels: readonly string[]) => Observed;

  constructor(metrics: Metrics) {
    this.#requests = metrics.counter({
      name: 'engagex_http_requests_total',
      help: 'Requests answered, by class of status.',
      labels: ['method', 'route', 'status'],
    });
    this.#durations = metrics.histogram({
      name: 'engagex_http_request_duration_seconds',
      help: 'Time from the request to the end of its answer; streams are left out.',
      labels: ['method', 'route'],
      buckets: edges,
    });
  }

  note({ method, route, status, seconds, isStream }: Answered): void {
    const known = methods.has(method) ? method : 'other';
    this.#requests(known, route, `${Math.floor(status / 100)}xx`).inc();
    if (!isStream) this.#durations(known, route).observe(seconds);
  }
}
