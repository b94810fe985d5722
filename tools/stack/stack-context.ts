import type { Secrets } from './secrets.ts';

export type PortName = 'bff' | 'api' | 'worker' | 'inbox' | 'smtp' | 'inbound' | 'identity' | 'stripe' | 'postgres';
export type Ports = Readonly<Record<PortName, number>>;

export interface Databases {
  readonly owner: string;
  readonly app: string;
  readonly bff: string;
}

/** What services are started with. */
export interface StackContext {
  readonly root: string;
  readonly dataDir: string;
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly databases: Databases;
  /** A port for each worker after the first. */
  readonly moreWorkers: readonly number[];
  /** Payments that move no money. */
  readonly billing: 'demo' | null;
  /** The environment the person started us in. */
  readonly env: NodeJS.ProcessEnv;
}
