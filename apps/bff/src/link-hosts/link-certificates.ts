import { randomUUID } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { linkServingRoutes } from '@engagex/domain/link-hosts';
import type { ApiClient } from '../auth/api-client.ts';

const keptMs = 60_000;
const mostKept = 2_000;

type Chosen = (error: Error | null, context?: SecureContext) => void;

/** The certificates of link hosts, asked of the API when somebody connects; remembered for a minute. */
export class LinkCertificates {
  readonly #api: ApiClient;
  readonly #kept = new Map<string, { readonly until: number; readonly context: Promise<SecureContext | null> }>();

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /** For a TLS server's `SNICallback` (RFC 6066, 3). Without a certificate the connection ends. */
  readonly choose = (name: string, chosen: Chosen): void => {
    this.#contextFor(name.toLowerCase()).then(
      (context) => (context ? chosen(null, context) : chosen(new Error(`There is no certificate for ${name}.`))),
      (error: unknown) => chosen(error instanceof Error ? error : new Error(String(error))),
    );
  };

  #contextFor(host: string): Promise<SecureContext | null> {
    const kept = this.#kept.get(host);
    if (kept && kept.until > Date.now()) return kept.context;
    if (this.#kept.size >= mostKept) this.#kept.clear();
    const context = this.#ask(host);
    this.#kept.set(host, { until: Date.now() + keptMs, context });
    context.then(
      (found) => found ?? this.#kept.delete(host), // one that is ordered right now
      () => this.#kept.delete(host),
    );
    return context;
  }

  async #ask(host: string): Promise<SecureContext | null> {
    if (!/^[a-z0-9.-]{1,253}$/.test(host)) return null;
    const call = { body: { host }, requestId: randomUUID(), address: 'link hosts' };
    const found = await this.#api.call(linkServingRoutes.certificate, { isService: true }, call);
    return found && createSecureContext({ cert: found.certificate, key: found.privateKey });
  }
}
