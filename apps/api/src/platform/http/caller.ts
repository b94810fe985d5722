import { AsyncLocalStorage } from 'node:async_hooks';
import type { Permission } from '@engagex/domain/accounts';

/** The caller of a request: what their role, or their key's scopes, let them do. */
export class Caller {
  #permissions: readonly Permission[] | null = null;

  admit(permissions: readonly Permission[]): void {
    this.#permissions = permissions;
  }

  /** Throws before anything was read: only with the first answer it is known who asks. */
  may(permission: Permission): boolean {
    if (!this.#permissions) throw new Error('Read something first: what the caller may do comes with it.');
    return this.#permissions.includes(permission);
  }
}

const callers = new AsyncLocalStorage<Caller>();

export function runForCaller<T>(caller: Caller, work: () => T): T {
  return callers.run(caller, work);
}

/** Whether the caller of the running request may do this; nobody may outside of one. */
export function callerMay(permission: Permission): boolean {
  return callers.getStore()?.may(permission) ?? false;
}
