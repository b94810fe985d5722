import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Config } from '../config.ts';
import { startWorker } from './worker.ts';

/** Worker processes that are killed, stopped and started again; `close` ends whatever is left of them. */
export class Fleet {
  readonly #config: Config;
  readonly #settings: Readonly<Record<string, string>>;
  readonly #all: ChildProcess[] = [];

  constructor(config: Config, settings: Readonly<Record<string, string>> = {}) {
    this.#config = config;
    this.#settings = settings;
  }

  /** With these settings beside those of all. */
  start(settings: Readonly<Record<string, string>> = {}): ChildProcess {
    const worker = startWorker(this.#config, { ...this.#settings, ...settings });
    this.#all.push(worker);
    return worker;
  }

  /** Those that have not ended, the stopped ones included. */
  get alive(): readonly ChildProcess[] {
    return this.#all.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  }

  async close(): Promise<void> {
    await Promise.all(this.alive.map((worker) => end(worker, 'SIGKILL')));
  }
}

/** Resolves once the worker has ended. */
export async function end(worker: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const exited = once(worker, 'exit');
  worker.kill(signal);
  await exited;
}
