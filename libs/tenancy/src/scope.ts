import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager } from 'typeorm';
import type { Reading } from './reading.ts';

/** Who acts: a member, a program with a secret key, or the system itself (a worker, a tracking hit). */
export type Actor =
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'key'; readonly keyId: string }
  | { readonly kind: 'system'; readonly name: string };

export interface Scope {
  readonly organizationId: string;
  readonly actor: Actor;
}

/** A transaction that is open in this scope, and what to do before and once it has committed. */
export interface OpenTransaction {
  readonly manager: EntityManager;
  /** Set when nothing but reads happens in it, each a transaction of its own. */
  readonly reading: Reading | null;
  readonly beforeCommit: (() => Promise<void>)[];
  readonly afterCommit: (() => unknown)[];
  /** Nothing more is asked once it aborts. */
  readonly gone?: AbortSignal;
}

interface Frame {
  readonly scope: Scope;
  readonly transaction: OpenTransaction | null;
  /** Whether this already has its share of the connections; what it opens besides must not wait for another. */
  readonly isAdmitted: boolean;
  /** What waits for the first transaction of this scope that changes something. */
  readonly beforeFirstChange: (() => Promise<void>)[];
}

const frames = new AsyncLocalStorage<Frame>();

/** Runs `work` on behalf of one organization; everything it calls finds the scope without being handed it. */
export function runInScope<T>(scope: Scope, work: () => T): T {
  if (!isUuid(scope.organizationId)) throw new TypeError('An organization id is a UUID.');
  const running = frames.getStore();
  if (running?.transaction && running.scope.organizationId !== scope.organizationId) {
    throw new Error('A transaction of one organization cannot enter the scope of another.');
  }
  return frames.run(
    {
      scope,
      transaction: running?.transaction ?? null,
      isAdmitted: running?.isAdmitted ?? false,
      beforeFirstChange: [],
    },
    work,
  );
}

/** The scope of the running request or job; throws outside one. */
export function currentScope(): Scope {
  return currentFrame().scope;
}

function currentFrame(): Frame {
  const frame = frames.getStore();
  if (!frame) throw new Error('No organization: this runs outside a request or job. Wrap it in runInScope.');
  return frame;
}

/** The user on whose behalf this runs; null for a key and for the system. */
export function currentUserId(): string | null {
  const { actor } = currentScope();
  return actor.kind === 'user' ? actor.userId : null;
}

export function currentTransaction(): OpenTransaction | null {
  return frames.getStore()?.transaction ?? null;
}

export function runInTransaction<T>(transaction: OpenTransaction, work: () => T): T {
  return frames.run({ ...currentFrame(), transaction, isAdmitted: true }, work);
}

/** Whether the running scope waits its turn for a connection: what members and keys ask for does, the system does not. */
export function waitsItsTurn(): boolean {
  const { scope, isAdmitted } = currentFrame();
  return !isAdmitted && scope.actor.kind !== 'system';
}

/**
 * Runs `work` for the same organization on behalf of the system: what turns out while somebody's request is carried out is
 * not what they asked for, and not the change that `beforeCommit` waits for.
 */
export function asSystem<T>(name: string, work: () => T): T {
  return runInScope({ organizationId: currentScope().organizationId, actor: { kind: 'system', name } }, work);
}

/** Runs `work` in the same scope but outside the open transaction, for what must survive its rollback. */
export function outsideTransaction<T>(work: () => T): T {
  return frames.run({ ...currentFrame(), transaction: null }, work);
}

/**
 * Does something once the open transaction has committed, such as enqueueing a job about rows that others can now
 * see; at once when none is open. Nothing happens after a rollback.
 */
export function afterCommit(effect: () => unknown): void {
  const transaction = currentTransaction();
  if (transaction) transaction.afterCommit.push(effect);
  else effect();
}

/**
 * Does something as the last thing in the open transaction: it commits with it or not at all, and throwing rolls
 * everything back. With none open it waits for the first one of this scope that changes something.
 */
export function beforeCommit(effect: () => Promise<void>): void {
  const { transaction, beforeFirstChange } = currentFrame();
  (transaction?.beforeCommit ?? beforeFirstChange).push(effect);
}

/** What waits in this scope for a transaction that changes something. Whoever takes it on empties the list. */
export function waitingForChange(): (() => Promise<void>)[] {
  return currentFrame().beforeFirstChange;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return uuid.test(text);
}
