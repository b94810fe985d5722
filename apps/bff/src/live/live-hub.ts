import type { Response } from 'express';
import type pg from 'pg';
import type { Logger } from 'pino';
import {
  DomainError,
  type LiveAdmission,
  type LiveChange,
  type LiveReader,
  liveUpstreamRoutes,
  mostReadersAtOnce,
  nounsOfAdmission,
} from '@engagex/domain/shared';
import type { ApiClient } from '../auth/api-client.ts';
import type { Config } from '../config.ts';
import { live } from '../limits.ts';
import type { IdentitySigner } from '../proxy/identity.ts';
import { LiveStream } from './live-stream.ts';
import { LiveUpstream } from './live-upstream.ts';

const gatherArrivalsMs = 5;

/** Somebody who opens a stream: who they are to the API, and whose limits count. */
export interface Visitor {
  readonly reader: LiveReader;
  /** The user or the key. */
  readonly caller: string;
  readonly address: string;
  /** The session it ends with; null for a key. */
  readonly sessionId: string | null;
}

interface Listener extends Visitor {
  readonly stream: LiveStream;
  admission: NonNullable<LiveAdmission>;
  /** How many answers to "may they still?" are awaited; until the last is here, changes are held back. */
  checks: number;
  readonly held: LiveChange[];
}

interface HubOptions {
  readonly config: Config;
  readonly pool: pg.Pool;
  readonly client: ApiClient;
  readonly signer: IdentitySigner;
  readonly log: Logger;
}

/**
 * Every open page of this process receives changes from one stream of the API. Each is told what its reader may know;
 * when memberships, roles or keys change, everybody they may concern is checked again before being told more.
 */
export class LiveHub {
  readonly #options: HubOptions;
  readonly #upstream: LiveUpstream;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #streams = new StreamCounts();
  readonly #arrivals = new Arrivals((readers) => this.#admissionsOf(readers));
  readonly #rechecking: NodeJS.Timeout;
  #away: NodeJS.Timeout | undefined;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#upstream = new LiveUpstream({
      apiUrl: options.config.API_URL,
      signer: options.signer,
      log: options.log,
      onChange: (change) => this.#tell(change),
      onConnected: () => void this.#catchUp(),
      onLost: () => {
        this.#away ??= setTimeout(() => this.#endAll(), live.upstreamAwayMs);
      },
    });
    this.#rechecking = setInterval(() => void this.#recheckAll(), live.recheckMs);
  }

  /** Whether changes arrive right now. */
  get isConnected(): boolean {
    return this.#upstream.isConnected;
  }

  /** How many streams are open. */
  get streams(): number {
    return this.#streams.all;
  }

  /** Opens a stream. Throws when too many are open, or when this visitor may not be told anything here. */
  async open(visitor: Visitor, response: Response): Promise<void> {
    const leave = this.#streams.enter(visitor, this.#options.config);
    response.once('close', leave);
    if (!this.isConnected)
      throw new DomainError('unavailable', 'live.unavailable', 'Changes cannot be followed right now.');
    const admission = await this.#arrivals.ask(visitor.reader);
    if (!admission)
      throw new DomainError('forbidden', 'permission.denied', 'Your role does not allow this. Ask an owner or admin.');
    if (response.closed) return;
    const { organizationId } = admission;
    const listener: Listener = {
      ...visitor,
      admission,
      checks: 0,
      held: [],
      stream: new LiveStream(response, () => this.#forget(organizationId, listener)),
    };
    const colleagues = this.#listeners.get(organizationId) ?? new Set();
    this.#listeners.set(organizationId, colleagues.add(listener));
  }

  /** Ends every stream, so that the server can close. */
  close(): void {
    clearInterval(this.#rechecking);
    clearTimeout(this.#away);
    this.#upstream.close();
    this.#endAll();
  }

  #tell(change: LiveChange): void {
    const listeners = this.#listeners.get(change.organizationId);
    if (!listeners) return;
    for (const listener of listeners) {
      if (listener.checks === 0) tellIfAllowed(listener, change);
      else hold(listener, change);
    }
    if (nounsOfAdmission.has(change.noun)) void this.#recheck([...listeners]);
  }

  /** After a gap: everybody who is still admitted looks at everything again. */
  async #catchUp(): Promise<void> {
    clearTimeout(this.#away);
    this.#away = undefined;
    const listeners = this.#all();
    await this.#recheck(listeners);
    for (const { stream, admission } of listeners) for (const noun of admission.nouns) stream.tell({ noun, id: null });
  }

  async #recheckAll(): Promise<void> {
    const listeners = this.#all();
    if (listeners.length === 0) return;
    const sessionIds = listeners.flatMap(({ sessionId }) => sessionId ?? []);
    try {
      const { rows } = await this.#options.pool.query<{ sid: string }>(
        'select sid from sessions where sid = any ($1) and expire > now()',
        [sessionIds],
      );
      const going = new Set(rows.map(({ sid }) => sid));
      const isOver = ({ sessionId }: Listener) => sessionId !== null && !going.has(sessionId);
      for (const listener of listeners) if (isOver(listener)) listener.stream.end();
      await this.#recheck(listeners.filter((listener) => !isOver(listener)));
    } catch (err) {
      this.#options.log.warn({ err }, 'could not look at open streams again');
    }
  }

  /** Asks whether they may still listen, and to what; meanwhile they are told nothing. */
  async #recheck(listeners: readonly Listener[]): Promise<void> {
    for (const listener of listeners) listener.checks += 1;
    for (let from = 0; from < listeners.length; from += mostReadersAtOnce) {
      const some = listeners.slice(from, from + mostReadersAtOnce);
      const admissions = await this.#admissionsOf(some.map(({ reader }) => reader)).catch(() => []); // away: nobody is admitted
      some.forEach((listener, index) => readmit(listener, admissions[index] ?? null));
    }
  }

  async #admissionsOf(readers: readonly LiveReader[]): Promise<LiveAdmission[]> {
    const call = { body: { readers }, requestId: crypto.randomUUID(), address: '' };
    const { admissions } = await this.#options.client.call(liveUpstreamRoutes.readers, { isService: true }, call);
    return admissions;
  }

  #all(): Listener[] {
    return [...this.#listeners.values()].flatMap((listeners) => [...listeners]);
  }

  #endAll(): void {
    for (const { stream } of this.#all()) stream.end();
  }

  #forget(organizationId: string, listener: Listener): void {
    const colleagues = this.#listeners.get(organizationId);
    colleagues?.delete(listener);
    if (colleagues?.size === 0) this.#listeners.delete(organizationId);
  }
}

function readmit(listener: Listener, admission: LiveAdmission): void {
  listener.checks -= 1;
  if (!admission) return listener.stream.end();
  const isAnother = admission.nouns.join(' ') !== listener.admission.nouns.join(' ');
  listener.admission = admission;
  // What they may do is part of their session, which the page asks for again when it receives this.
  if (isAnother) listener.stream.tell({ noun: 'organization', id: null });
  if (listener.checks === 0) for (const change of listener.held.splice(0)) tellIfAllowed(listener, change);
}

function hold({ held, stream }: Listener, change: LiveChange): void {
  held.push(change);
  if (held.length > live.waitingChanges) stream.end(); // it asks for everything when it returns
}

function tellIfAllowed({ stream, admission }: Listener, { noun, id }: LiveChange): void {
  if (admission.nouns.includes(noun)) stream.tell({ noun, id });
}

interface Arriving {
  readonly reader: LiveReader;
  readonly resolve: (admission: LiveAdmission) => void;
  readonly reject: (error: unknown) => void;
}

/** Asks for readers who come at about the same time, as after a restart, together. */
class Arrivals {
  readonly #admissionsOf: (readers: readonly LiveReader[]) => Promise<LiveAdmission[]>;
  #arriving: Arriving[] = [];

  constructor(admissionsOf: (readers: readonly LiveReader[]) => Promise<LiveAdmission[]>) {
    this.#admissionsOf = admissionsOf;
  }

  ask(reader: LiveReader): Promise<LiveAdmission> {
    return new Promise((resolve, reject) => {
      this.#arriving.push({ reader, resolve, reject });
      if (this.#arriving.length === 1) setTimeout(() => void this.#askForAll(), gatherArrivalsMs);
    });
  }

  async #askForAll(): Promise<void> {
    const arriving = this.#arriving;
    this.#arriving = [];
    for (let from = 0; from < arriving.length; from += mostReadersAtOnce) {
      const some = arriving.slice(from, from + mostReadersAtOnce);
      try {
        const admissions = await this.#admissionsOf(some.map(({ reader }) => reader));
        some.forEach(({ resolve }, index) => resolve(admissions[index] ?? null));
      } catch (error) {
        for (const { reject } of some) reject(error);
      }
    }
  }
}

/** Spread, or everybody who was refused together would return together. */
function retryAfter(): number {
  return 5 + Math.floor(Math.random() * 10);
}

/** How many streams are open: in all, for a user or key, for an address. */
class StreamCounts {
  readonly #open = new Map<string, number>();

  get all(): number {
    return this.#open.get('all') ?? 0;
  }

  /** Counts one more; throws instead when there are too many. */
  enter({ caller, address }: Visitor, config: Config): () => void {
    const isOver = (key: string, most: number) => (this.#open.get(key) ?? 0) >= most;
    if (isOver(caller, config.STREAMS_PER_USER) || isOver(address, config.STREAMS_PER_ADDRESS))
      throw new DomainError(
        'unavailable',
        'live.too-many',
        'Too many pages are open at the same time. Close some of them.',
        { retryAfterSeconds: retryAfter() },
      );
    if (isOver('all', live.streams))
      throw new DomainError('unavailable', 'server.busy', 'The server is busy. Try again in a moment.', {
        retryAfterSeconds: retryAfter(),
      });
    const keys = [caller, address, 'all'];
    for (const key of keys) this.#open.set(key, (this.#open.get(key) ?? 0) + 1);
    return () => {
      for (const key of keys) {
        const left = (this.#open.get(key) ?? 1) - 1;
        if (left > 0) this.#open.set(key, left);
        else this.#open.delete(key);
      }
    };
  }
}
