import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Release } from './releases.ts';

export interface Place {
  readonly kind: 'bff' | 'api' | 'worker';
  readonly port: number;
}

const scripts = {
  bff: 'apps/bff/dist/main.js',
  api: 'apps/api/dist/main.js',
  worker: 'apps/api/dist/worker.js',
} as const;
const readyWithinMs = 120_000;
/** By then the balancer has asked it, too, several times. */
const noticedWithinMs = 1_500;

/** The processes of an installation, each at its place, which are replaced one after the other. */
export class RollingFleet {
  readonly #settings: Readonly<Record<Place['kind'], NodeJS.ProcessEnv>>;
  readonly #running = new Map<Place, ChildProcess>();
  readonly #logFile: string;
  readonly #log: number;

  /** Settings by kind, besides the port. */
  constructor(settings: Readonly<Record<Place['kind'], NodeJS.ProcessEnv>>, logFile: string) {
    this.#settings = settings;
    this.#logFile = logFile;
    this.#log = openSync(logFile, 'a');
  }

  async start(release: Release, places: readonly Place[]): Promise<void> {
    await Promise.all(places.map((place) => this.#startAt(place, release)));
  }

  /** API, worker, BFF: each is ready before the next is stopped. */
  async replaceAll(release: Release): Promise<void> {
    const order = ['api', 'worker', 'bff'];
    const places = [...this.#running.keys()].toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
    for (const place of places) {
      await this.#end(place, 'SIGTERM');
      await this.#startAt(place, release);
      await delay(noticedWithinMs);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((place) => this.#end(place, 'SIGKILL')));
    closeSync(this.#log);
  }

  async #startAt(place: Place, { folder }: Release): Promise<void> {
    const child = spawn(process.execPath, [join(folder, scripts[place.kind])], {
      env: { ...process.env, ...this.#settings[place.kind], PORT: String(place.port) },
      stdio: ['ignore', this.#log, this.#log],
    });
    this.#running.set(place, child);
    const until = Date.now() + readyWithinMs;
    while (!(await isReady(place.port))) {
      if (child.exitCode !== null || Date.now() > until)
        throw new Error(`The ${place.kind} of ${folder} did not become ready; see ${this.#logFile}.`);
      await delay(50);
    }
  }

  async #end(place: Place, signal: NodeJS.Signals): Promise<void> {
    const child = this.#running.get(place);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}

async function isReady(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null);
  return answer?.ok ?? false;
}
