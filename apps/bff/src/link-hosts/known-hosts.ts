import { randomUUID } from 'node:crypto';
import { linkServingRoutes } from '@engagex/domain/link-hosts';
import type { ApiClient } from '../auth/api-client.ts';

const keptMs = 60_000;
const mostKept = 10_000;

/** Whether hosts are link hosts, as the API says; remembered for a minute. */
export class KnownHosts {
  readonly #api: ApiClient;
  readonly #kept = new Map<string, { readonly until: number; readonly answer: Promise<boolean> }>();

  constructor(api: ApiClient) {
    this.#api = api;
  }

  async knows(host: string): Promise<boolean> {
    const name = host.toLowerCase();
    if (!/^[a-z0-9.-]{1,253}$/.test(name) || !/[a-z]/.test(name)) return false;
    const kept = this.#kept.get(name);
    if (kept && kept.until > Date.now()) return kept.answer;
    if (this.#kept.size >= mostKept) this.#kept.clear();
    const answer = this.#ask(name);
    this.#kept.set(name, { until: Date.now() + keptMs, answer });
    answer.catch(() => this.#kept.delete(name));
    return answer;
  }

  async #ask(host: string): Promise<boolean> {
    const call = { body: { host }, requestId: randomUUID(), address: 'link hosts' };
    return (await this.#api.call(linkServingRoutes.knows, { isService: true }, call)).isKnown;
  }
}
