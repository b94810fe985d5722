import { Injectable } from '@nestjs/common';
import { afterCheck, nextCheckAt, renewalMs } from '@engagex/domain/link-hosts';
import { afterCommit, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { CertificateAuthority } from '../../ports/certificate-authority.ts';
import { Clock } from '../../ports/clock.ts';
import { type Inspected, InspectHost } from './inspect-host.ts';
import type { LinkHostRow } from './link-host-row.ts';
import { hostOf, recordCheck, removeUnusedHost } from './link-hosts.queries.ts';
import { OrderCertificate } from './order-certificate.ts';

/** Looks at one link host, remembers what it found and gets the certificate that is missing or runs out. */
@Injectable()
export class CheckLinkHost {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly inspection: InspectHost,
    private readonly authority: CertificateAuthority,
    private readonly orders: OrderCertificate,
  ) {}

  /** Outside of any transaction. Answers the row as it is then; null when it is gone. */
  async check(id: string): Promise<LinkHostRow | null> {
    const row = await this.#read(id);
    if (!row) return null;
    if (row.retiredAt && (await this.db.transaction(() => this.db.affected(removeUnusedHost, [id]))) > 0) return null;
    const inspected = await this.inspection.inspect(row.host);
    await this.#record(id, inspected);
    if (this.#needsCertificate(row, inspected) && (await this.orders.order(row)))
      await this.#record(id, await this.inspection.inspect(row.host));
    return this.#read(id);
  }

  /** What leads elsewhere cannot be proven to an authority, which would count the attempt. */
  #needsCertificate({ expiresAt }: LinkHostRow, { verdict }: Inspected): boolean {
    if (this.authority.directoryUrl === null) return false;
    const leadsHere = verdict === null || verdict === 'certificate' || verdict === 'unreachable';
    if (!leadsHere) return false;
    const leftMs = (expiresAt?.getTime() ?? 0) - this.clock.now().getTime();
    return leftMs < renewalMs && !(verdict === null && expiresAt === null); // a proxy has one already
  }

  #read(id: string): Promise<LinkHostRow | null> {
    return this.db.transaction(() => this.db.row<LinkHostRow>(hostOf, [id]));
  }

  #record(id: string, { verdict, detail }: Inspected): Promise<void> {
    return this.db.transaction(async () => {
      const row = await this.db.row<LinkHostRow>(`${hostOf} for update of h`, [id]);
      if (!row) return;
      const now = this.clock.now();
      const after = afterCheck(row, verdict, now);
      const { state, stateSince, problem, misses } = after;
      const next = nextCheckAt(after, { now, wantedAt: row.wantedAt });
      await this.db.rows(recordCheck, [id, state, stateSince, problem, detail, misses, now, next]);
      if (state !== row.state || problem !== row.problem) afterCommit(() => this.live.publish('link-hosts', id));
    });
  }
}
