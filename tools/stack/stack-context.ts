import type { Secrets } from './secrets.ts';

export type PortName =
  | 'bff'
  | 'api'
  | 'worker'
  | 'balancer'
  | 'inbox'
  | 'smtp'
  | 'inbound'
  | 'identity'
  | 'stripe'
  | 'postgres';
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
  /** The ports of all processes of each kind; where there are several, a balancer listens on the port in `ports`. */
  readonly shared: Readonly<Record<'bff' | 'api' | 'worker', readonly number[]>>;
  /** Payments that move no money. */
  readonly billing: 'demo' | null;
  /** The environment the person started us in. */
  readonly env: NodeJS.ProcessEnv;
}
