import { Injectable } from '@nestjs/common';
import type { SendingSuspension } from '@engagex/domain/sending-suspensions';
import { conflict, DomainError } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { resumeSending, suspendSending, suspensionOfOrganization } from './sending-suspensions.queries.ts';

type Words = Pick<SendingSuspension, 'reason' | 'contact'>;

interface Suspension extends Words {
  readonly since: Date;
}

/** Whether the scope's organization may send. What waits is nobody's loss: it stays in its ledger until sending is resumed. */
@Injectable()
export class SendingSuspensions {
  constructor(private readonly db: TenantDb) {}

  async current(): Promise<SendingSuspension | null> {
    const found = await this.db.row<Suspension>(suspensionOfOrganization);
    return found && { ...found, since: found.since.toISOString() };
  }

  async isSuspended(): Promise<boolean> {
    return (await this.current()) !== null;
  }

  /** Throws for what a program asks to be sent. */
  async assertMaySend(): Promise<void> {
    const suspension = await this.current();
    if (suspension) throw suspended(suspension);
  }

  /** In the open transaction; throws when it is suspended already. */
  async suspend(userId: string, { reason, contact }: Words): Promise<void> {
    if (await this.db.row(suspendSending, [reason, contact, userId])) return;
    throw conflict('sending.suspended-already', 'Another operator has just suspended sending. Reload the page.');
  }

  /** In the open transaction. Resolves to what was said while it was suspended; throws when it was not. */
  async resume(): Promise<Words> {
    const ended = await this.db.rowsByKey<Words>(resumeSending, []);
    if (ended[0]) return ended[0];
    throw conflict('sending.not-suspended', 'Sending is not suspended. Reload the page.');
  }
}

function suspended({ reason, contact }: Words): DomainError {
  const words = /[.!?]$/.test(reason) ? reason : `${reason}.`;
  return new DomainError(
    'forbidden',
    'sending.suspended',
    `Sending is suspended by whoever runs this installation: ${words} Write to ${contact}.`,
  );
}
