import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { domainOf, escapeHtml, notFound, onOneLine } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import { transportMended } from './transports.queries.ts';
import { TransportSelection } from './transport-selection.ts';
import { Waiting } from './waiting.ts';

interface Tester {
  readonly name: string;
  readonly email: string;
  readonly organizationName: string;
  readonly senderEmail: string | null;
}

const testerOf = `
  select u.name, u.email, o.name as "organizationName", o.sender_email as "senderEmail"
  from users u join organizations o on o.id = current_organization() where u.id = $1`;

/** Sends one message through one transport to the caller. */
@Injectable()
export class SendTransportTest {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly clock: Clock,
    private readonly transports: TransportSelection,
    private readonly waiting: Waiting,
  ) {}

  /** Opens its own transactions: none is held while the server is asked. A message that went through marks the transport as working. */
  async send(id: string) {
    const { transport, tester } = await this.db.transaction(async () => ({
      transport: await this.transports.toTest(id),
      tester: await this.db.row<Tester>(testerOf, [currentUserId()]),
    }));
    if (!transport || !tester) throw notFound('transport');
    const { kind, response } = await transport.mail.send(this.#messageTo(tester, transport.name));
    const isAccepted = kind === 'accepted';
    if (isAccepted) await this.#mend(id, tester.email);
    return { isAccepted, to: tester.email, response };
  }

  async #mend(id: string, to: string): Promise<void> {
    await this.db.transaction(async () => {
      await this.db.rows(transportMended, [id, this.clock.now()]);
      await this.waiting.recheck();
      noteAudit({ after: { to } });
      afterCommit(() => this.live.publish('transports', id));
    });
  }

  #messageTo({ name, email, organizationName, senderEmail }: Tester, transport: string) {
    const from = senderEmail ?? email;
    const words = `This message was sent through the transport “${onOneLine(transport)}” of ${onOneLine(organizationName)}. It works.`;
    const id = randomUUID();
    return {
      deliveryId: id,
      from: { name: onOneLine(organizationName), address: from },
      to: { name: onOneLine(name), address: email },
      subject: `Test of ${onOneLine(transport)}`,
      text: words,
      html: `<p>${escapeHtml(words)}</p>`,
      messageId: `<${id}@${domainOf(from)}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    };
  }
}
