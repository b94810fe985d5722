import { Injectable } from '@nestjs/common';
import { afterCommit, type TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { addContactEvents } from '../contacts/index.ts';
import { EventStage, type StageEvent } from '../event-stages/index.ts';
import { WakeMemberships } from '../segment-memberships/index.ts';
import { contactsOfPeople, holdPeople } from './people.queries.ts';
import { readEvents } from './people-stage.ts';

/** Events of people who are contacts become events of these contacts, which segments and timelines read. */
@Injectable()
export class ContactEventsStage extends EventStage {
  readonly name = 'contacts';
  override readonly after = 'people';

  constructor(
    private readonly live: Live,
    private readonly memberships: WakeMemberships,
  ) {
    super();
  }

  async apply(tx: TenantDb, events: readonly StageEvent[]): Promise<void> {
    const told = await readEvents(tx, events);
    const deeds = told.map(({ event }) => event).filter(({ kind }) => kind === 'track' || kind === 'page');
    if (deeds.length === 0) return;
    await tx.rows(holdPeople);
    const people = [...new Set(deeds.map(({ personId }) => personId))];
    const rows = await tx.rows<{ id: string; contactId: string | null }>(contactsOfPeople, [people]);
    const contactOf = new Map(rows.map(({ id, contactId }) => [id, contactId]));
    const added = deeds.flatMap(({ id, personId, name, properties, occurredAt, receivedAt }) => {
      const contactId = contactOf.get(personId);
      return contactId ? [{ id, contactId, name, properties, occurredAt, receivedAt }] : [];
    });
    if (added.length === 0) return;
    await tx.rows(addContactEvents, [JSON.stringify(added)]);
    afterCommit(() => this.live.publish('contacts'));
    await this.memberships.afterCommit(tx);
  }
}
