import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { invalid, notFound } from '@engagex/domain/shared';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { WrongSignature } from '../../ports/payments.ts';
import { type ErrorNotice, type ReportErrors, UsageSink } from '../../ports/usage-sink.ts';
import { forgetNotices, noticeHandled, openNotices, reportsRefused, storeNotice } from './usage-reports.queries.ts';

const keptMs = 90 * 86_400_000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Errors of meters: they come after the report was taken, for many organizations at once. */
@Injectable()
export class ReceiveErrorNotices {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly source: DataSource,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly sink: UsageSink,
  ) {}

  /** Resolves once it is stored. Throws, and stores nothing, for what Stripe did not sign. */
  async receive(body: Buffer, signature: string): Promise<void> {
    if (!this.sink.isAvailable) throw notFound('path');
    const { id, kind, meterId, payload, createdAt } = await this.#read(body, signature);
    await this.source.query(storeNotice, [id, kind, meterId, payload, createdAt]);
  }

  /** Asks what happened, writes it to the reports it is about and tells the operator. */
  async handle(): Promise<void> {
    const now = this.clock.now();
    const open: Pick<ErrorNotice, 'id' | 'kind' | 'meterId'>[] = await this.source.query(openNotices);
    for (const notice of open) {
      const errors = await this.sink.errorsIn(notice.id);
      await this.#refuse(errors);
      await this.source.query(noticeHandled, [notice.id, JSON.stringify(errors), now]);
      this.log.error({ ...notice, errors }, 'meters did not take some of the usage that was reported');
    }
    await this.source.query(forgetNotices, [new Date(now.getTime() - keptMs)]);
  }

  async #refuse({ kinds }: ReportErrors): Promise<void> {
    const words = new Map(
      kinds.flatMap(({ code, samples }) => samples.map((each) => [each.key, `${code}: ${each.words}`] as const)),
    );
    const keys = [...words.keys()].filter((key) => uuid.test(key)); // others report to the account as well
    const owners: { organizationId: string; key: string }[] = await this.source.query(
      'select organization_id as "organizationId", key from usage_reports_by_keys($1)',
      [keys],
    );
    for (const { organizationId, key } of owners)
      await runInScope({ organizationId, actor: { kind: 'system', name: 'usage-reports' } }, () =>
        this.db.transaction(() => this.db.rows(reportsRefused, [[key], [words.get(key) ?? '']])),
      );
  }

  async #read(body: Buffer, signature: string): Promise<ErrorNotice> {
    try {
      return await this.sink.readErrorNotice(body, signature, this.clock.now());
    } catch (error) {
      if (!(error instanceof WrongSignature)) throw error;
      throw invalid(
        'payment-event.signature',
        'The signature is wrong or too old. Check that STRIPE_METER_WEBHOOK_SECRETS has the signing secret of this event destination.',
      );
    }
  }
}
