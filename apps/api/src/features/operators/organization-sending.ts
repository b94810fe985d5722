import { Injectable } from '@nestjs/common';
import type { sendingSuspensionsRoutes } from '@engagex/domain/sending-suspensions';
import { type AnswerOf, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, runInScope, TenantDb } from '@engagex/tenancy';
import { AuditTrail } from '../../platform/audit/audit-trail.ts';
import { Live } from '../../platform/live/live.ts';
import { SendingSuspensions } from '../sending-suspensions/index.ts';
import { Waiting } from '../transports/index.ts';
import { OperatorActions } from './operator-actions.ts';
import { holdOrganization } from './operators.queries.ts';

type Answer = AnswerOf<typeof sendingSuspensionsRoutes.get>;

/** Suspending what an organization sends, and resuming it. Each is in the operators' log and in the organization's. */
@Injectable()
export class OrganizationSending {
  constructor(
    private readonly suspensions: SendingSuspensions,
    private readonly waiting: Waiting,
    private readonly actions: OperatorActions,
    private readonly trail: AuditTrail,
    private readonly live: Live,
    private readonly db: TenantDb,
  ) {}

  /** Batches that a worker has begun to hand over are finished; nobody else is claimed. */
  async suspend(
    userId: string,
    { organizationId, reason, contact }: ParsedInputOf<typeof sendingSuspensionsRoutes.suspend>,
  ): Promise<Answer> {
    return this.#change(organizationId, userId, async () => {
      await this.suspensions.suspend(userId, { reason, contact });
      await this.#note(userId, 'suspend_sending', reason);
      await this.#record(userId, organizationId, { before: null, after: { reason, contact } });
    });
  }

  /** Whoever has waited is looked at again at once. */
  async resume(
    userId: string,
    { organizationId, reason }: ParsedInputOf<typeof sendingSuspensionsRoutes.resume>,
  ): Promise<Answer> {
    return this.#change(organizationId, userId, async () => {
      const before = await this.suspensions.resume();
      await this.waiting.recheck();
      await this.#note(userId, 'resume_sending', reason);
      await this.#record(userId, organizationId, { before: { ...before }, after: { reason } });
    });
  }

  #change(organizationId: string, userId: string, change: () => Promise<void>): Promise<Answer> {
    return runInScope({ organizationId, actor: { kind: 'user', userId } }, () =>
      this.db.transaction(async () => {
        if (!(await this.db.row(holdOrganization, [organizationId]))) throw notFound('organization');
        await change();
        afterCommit(() => {
          for (const noun of ['sending-suspensions', 'campaigns', 'messages'] as const) this.live.publish(noun);
        });
        return { suspension: await this.suspensions.current() };
      }),
    );
  }

  #note(userId: string, kind: 'suspend_sending' | 'resume_sending', words: string) {
    return this.actions.add(userId, { kind, planBefore: null, planAfter: null, words });
  }

  #record(
    userId: string,
    organizationId: string,
    change: { readonly before: Record<string, string> | null; readonly after: Record<string, string> },
  ) {
    return this.trail.record(userId, {
      objectType: 'sending-suspensions',
      objectId: organizationId,
      objectName: null,
      ...change,
    });
  }
}
