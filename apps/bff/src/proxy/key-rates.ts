import { plansRoutes, type RateOfKey } from '@engagex/domain/plans';
import type { ApiClient, Call } from '../auth/api-client.ts';

interface Known {
  readonly until: number;
  readonly rate: Promise<RateOfKey | null>;
}

/** How soon another plan is noticed. */
const keptMs = 60_000;
const mostKnown = 10_000;

/** How many requests plans let all keys of an organization make; asked of the API once a minute for each key. */
export class KeyRates {
  readonly #known = new Map<string, Known>();
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /**
   * @param hash of the key, as the API stores it, in base64url.
   * Null where there is no such limit, for a key that does not exist, and while the API does not answer: it refuses what it must.
   */
  async of(hash: string, call: Pick<Call, 'requestId' | 'address'>): Promise<RateOfKey | null> {
    const now = Date.now();
    const known = this.#known.get(hash);
    if (known && known.until > now) return known.rate;
    if (this.#known.size >= mostKnown) this.#known.clear();
    const rate = this.#ask(hash, call).catch(() => {
      this.#known.delete(hash);
      return null;
    });
    this.#known.set(hash, { until: now + keptMs, rate });
    return rate;
  }

  async #ask(hash: string, call: Pick<Call, 'requestId' | 'address'>): Promise<RateOfKey | null> {
    return (await this.#api.call(plansRoutes.rateOfKey, { isService: true }, { body: { hash }, ...call })).rate;
  }
}
