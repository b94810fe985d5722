import { currentScope, runInScope } from './scope.ts';

/** What a queue carries: the payload and the organization it belongs to. */
export interface TenantJob<Payload> {
  readonly organizationId: string;
  readonly payload: Payload;
}

/** Stamps a payload with the scope's organization when it is enqueued. */
export function stamp<Payload>(payload: Payload): TenantJob<Payload> {
  return { organizationId: currentScope().organizationId, payload };
}

/** Restores the scope a job was stamped with, in the worker. */
export function runJob<Payload, T>(name: string, job: TenantJob<Payload>, work: (payload: Payload) => T): T {
  return runInScope({ organizationId: job.organizationId, actor: { kind: 'system', name } }, () => work(job.payload));
}
