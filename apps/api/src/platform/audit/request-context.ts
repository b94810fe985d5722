import { AsyncLocalStorage } from 'node:async_hooks';

/** What a feature knows of a change that the row itself does not say. */
export interface AuditNote {
  readonly objectId?: string;
  readonly objectName?: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** Where the running request comes from, and what its handler has noted for the audit log. */
export interface RequestContext {
  /** The operation: `contacts.update`. */
  readonly action: string;
  readonly requestId: string;
  /** The client's address, as the BFF found it out; null when it did not say. */
  readonly address: string | null;
  note: AuditNote | null;
}

const contexts = new AsyncLocalStorage<RequestContext>();

export function runInRequest<T>(context: RequestContext, work: () => T): T {
  return contexts.run(context, work);
}

/** The running request; throws in a job, whose changes belong to the request that caused it. */
export function currentRequest(): RequestContext {
  const context = contexts.getStore();
  if (!context) throw new Error('Only requests are audited; this runs outside of one.');
  return context;
}

/**
 * Adds to the audit entry of the running request what can only be known here, such as the id of what a handler
 * created in a transaction of its own, or how many contacts a change reached. Nothing outside a request.
 */
export function noteAudit({ before, after, ...rest }: AuditNote): void {
  const context = contexts.getStore();
  if (!context) return;
  context.note = {
    ...context.note,
    ...rest,
    ...(before && { before: { ...context.note?.before, ...before } }),
    ...(after && { after: { ...context.note?.after, ...after } }),
  };
}
