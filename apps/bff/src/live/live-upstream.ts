import { setTimeout as delay } from 'node:timers/promises';
import { createInterface } from 'node:readline';
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import { liveChange, type LiveChange, liveUpstreamRoutes } from '@engagex/domain/shared';
import { live } from '../limits.ts';
import { ApiRequests } from '../proxy/api-requests.ts';
import { identityHeader, type IdentitySigner } from '../proxy/identity.ts';

const againMs = 500;

interface UpstreamOptions {
  readonly apiUrl: string;
  readonly signer: IdentitySigner;
  readonly log: Logger;
  readonly onChange: (change: LiveChange) => void;
  /** Connected; what changed before was missed. */
  readonly onConnected: () => void;
  readonly onLost: () => void;
}

/** The one connection over which this process receives the changes of all organizations, made again when it breaks. */
export class LiveUpstream {
  readonly #options: UpstreamOptions;
  readonly #api: ApiRequests;
  readonly #stop = new AbortController();
  #isConnected = false;

  constructor(options: UpstreamOptions) {
    this.#options = options;
    this.#api = new ApiRequests(options.apiUrl, 1);
    void this.#keepConnected();
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  close(): void {
    this.#stop.abort();
    this.#api.close();
  }

  async #keepConnected(): Promise<void> {
    const { signal } = this.#stop;
    let wasRefused = false;
    while (!signal.aborted) {
      const refusal = await this.#follow().catch((error: unknown) => String(error));
      if (this.#isConnected && !signal.aborted) this.#options.onLost(); // a timer would keep a process that ends
      this.#isConnected = false;
      if (refusal && !wasRefused && !signal.aborted) this.#options.log.warn({ refusal }, 'cannot follow changes');
      wasRefused = refusal !== null;
      await delay(againMs * (0.5 + Math.random()), null, { signal }).catch(() => {}); // stopped
    }
  }

  /** Follows one stream to its end; what the API says when it does not let us. */
  async #follow(): Promise<string | null> {
    const { signer } = this.#options;
    const silent = new AbortController();
    const gone = AbortSignal.any([this.#stop.signal, silent.signal]);
    let timer: NodeJS.Timeout | undefined;
    const noteActivity = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), live.upstreamSilentMs);
    };
    noteActivity();
    try {
      const { method, path } = liveUpstreamRoutes.stream;
      const headers = { [identityHeader]: await signer.sign({ isService: true }) };
      const answer = await this.#api.send({ method, path, headers, body: null, gone });
      if (answer.statusCode !== 200) {
        answer.destroy();
        return `the API answered ${answer.statusCode}`;
      }
      this.#isConnected = true;
      this.#options.onConnected();
      await this.#readChanges(answer, noteActivity);
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  async #readChanges(answer: IncomingMessage, noteActivity: () => void): Promise<void> {
    for await (const line of createInterface({ input: answer })) {
      noteActivity();
      if (line.startsWith('data: ')) this.#options.onChange(liveChange.parse(JSON.parse(line.slice('data: '.length))));
    }
  }
}
