import type { Adapter, AdapterPayload } from 'oidc-provider';

/** Everything the provider has to remember between two requests, gone when it stops. */
const kept = new Map<string, AdapterPayload>();
const ofGrant = new Map<string, Set<string>>();

export class Memory implements Adapter {
  readonly #kind: string;

  constructor(kind: string) {
    this.#kind = kind;
  }

  async upsert(id: string, payload: AdapterPayload, seconds: number): Promise<void> {
    const key = this.#key(id);
    kept.set(key, payload);
    if (seconds) setTimeout(() => kept.delete(key), seconds * 1000).unref();
    if (payload.uid) kept.set(this.#key(`uid ${payload.uid}`), payload);
    if (!payload.grantId) return;
    ofGrant.set(payload.grantId, (ofGrant.get(payload.grantId) ?? new Set()).add(key));
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return kept.get(this.#key(id));
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return kept.get(this.#key(`uid ${uid}`));
  }

  async findByUserCode(): Promise<undefined> {
    return undefined; // no device asks for codes here
  }

  async consume(id: string): Promise<void> {
    const payload = kept.get(this.#key(id));
    if (payload) payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    kept.delete(this.#key(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const key of ofGrant.get(grantId) ?? []) kept.delete(key);
    ofGrant.delete(grantId);
  }

  #key(id: string): string {
    return `${this.#kind} ${id}`;
  }
}
