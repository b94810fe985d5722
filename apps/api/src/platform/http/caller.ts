import { AsyncLocalStorage } from 'node:async_hooks';
import type { Permission } from '@engagex/domain/accounts';

const callers = new AsyncLocalStorage<readonly Permission[]>();

/** Runs `work` for whoever sent the request: `can` is what their role, or their key's scopes, let them do. */
export function runForCaller<T>(can: readonly Permission[], work: () => T): T {
  return callers.run(can, work);
}

/** Whether whoever sent the running request may do this; nobody may outside of one. */
export function callerMay(permission: Permission): boolean {
  return callers.getStore()?.includes(permission) ?? false;
}
