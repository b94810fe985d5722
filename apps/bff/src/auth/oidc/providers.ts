import * as client from 'openid-client';
import { singleSignOnRoutes } from '@engagex/domain/accounts';
import { DomainError, invalid, notFound } from '@engagex/domain/shared';
import type { Config } from '../../config.ts';
import type { ApiClient, Call } from '../api-client.ts';
import { guardedFetch, plainFetch } from './guarded-fetch.ts';

const keptForMs = 60 * 60_000;
const maxKept = 200;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

interface Found {
  /** Null for a provider the operator configured. */
  readonly organizationId: string | null;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A provider whose discovery document was read. */
export interface Provider {
  readonly id: string;
  readonly name: string;
  readonly organizationId: string | null;
  readonly issuer: string;
  readonly redirectUri: string;
  readonly config: client.Configuration;
}

/**
 * The OpenID Connect providers people can come from: those of the configuration, under the ids given there, and one of
 * each organization that set one up, under the organization's id. Found by discovery (OpenID Connect Discovery 1.0).
 */
export class Providers {
  readonly #config: Config;
  readonly #api: ApiClient;
  readonly #kept = new Map<string, { readonly at: number; readonly discovered: Promise<client.Configuration> }>();

  constructor(config: Config, api: ApiClient) {
    this.#config = config;
    this.#api = api;
  }

  /** For the buttons of the sign-in page. */
  get configured(): readonly { readonly id: string; readonly name: string }[] {
    return this.#config.OIDC_PROVIDERS.map(({ id, name }) => ({ id, name }));
  }

  /** Throws `not-found` for an id nobody has, `single-sign-on.issuer` when the provider does not answer as one. */
  async get(id: string, call: Call): Promise<Provider> {
    const { clientSecret, clientId, ...provider } = await this.#find(id, call);
    const key = JSON.stringify([provider.organizationId, provider.issuer, clientId, clientSecret]);
    const kept = this.#kept.get(key);
    const isFresh = kept && Date.now() - kept.at < keptForMs;
    const discovered = isFresh ? kept.discovered : this.#discover({ ...provider, clientId, clientSecret });
    if (!isFresh) {
      if (this.#kept.size >= maxKept) this.#kept.clear();
      this.#kept.set(key, { at: Date.now(), discovered });
      discovered.catch(() => this.#kept.delete(key)); // the next caller asks again
    }
    const redirectUri = `${this.#config.PUBLIC_URL.replace(/\/$/, '')}/auth/oidc/${id}/callback`;
    return { id, ...provider, redirectUri, config: await discovered };
  }

  /** Whether an issuer can be found; throws with words for the field otherwise. */
  async check(issuer: string): Promise<void> {
    await this.#discover({ organizationId: '', name: '', issuer, clientId: 'check', clientSecret: 'check' });
  }

  async #find(id: string, call: Call): Promise<Found> {
    const configured = this.#config.OIDC_PROVIDERS.find((provider) => provider.id === id);
    if (configured) return { ...configured, organizationId: null };
    if (!uuid.test(id)) throw notFound('provider');
    const { organizationName, ...found } = await this.#api.call(
      singleSignOnRoutes.findProvider,
      { isService: true },
      { body: { organizationId: id }, ...call },
    );
    return { ...found, name: organizationName, organizationId: id };
  }

  async #discover({ organizationId, issuer, clientId, clientSecret }: Found): Promise<client.Configuration> {
    const isGuarded = organizationId !== null && !this.#config.PRIVATE_NETWORKS;
    try {
      const found = await client.discovery(new URL(issuer), clientId, clientSecret, undefined, {
        execute: [
          client.enableNonRepudiationChecks, // without it the ID token's signature is not looked at
          ...(issuer.startsWith('http://') ? [client.allowInsecureRequests] : []),
        ],
        [client.customFetch]: isGuarded ? guardedFetch : plainFetch,
        timeout: 10,
      });
      if (found.serverMetadata().issuer !== issuer)
        throw new Error(`The discovery document names another issuer: ${found.serverMetadata().issuer}`);
      return found;
    } catch (cause) {
      const reason = refusalIn(cause)?.message ?? `No OpenID Connect provider answers at ${issuer}.`;
      throw invalid('single-sign-on.issuer', reason, [{ path: ['provider', 'issuer'], message: reason }]);
    }
  }
}

/** Our own refusal, however deep the library wrapped it. */
function refusalIn(error: unknown): DomainError | null {
  for (let each = error; each instanceof Error; each = each.cause) if (each instanceof DomainError) return each;
  return null;
}
