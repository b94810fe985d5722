import { Injectable } from '@nestjs/common';
import { conflict, notFound } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import { movePerson } from './move-person.ts';
import { contactsOfPeople, linkOf, lockPeople, redoLink, undoLink } from './people.queries.ts';

interface Link {
  readonly id: string;
  readonly personId: string;
  readonly intoId: string;
  readonly undoneReason: 'member' | 'earlier_event' | null;
}

interface NamedLink {
  /** The person on whose page it is. */
  readonly id: string;
  readonly linkId: string;
}

/** A member's word on who is whom: it stands, whatever events say later. */
@Injectable()
export class SeparatePeople {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  async separate(named: NamedLink): Promise<void> {
    const link = await this.#lock(named);
    if (link.undoneReason === 'member') return; // twice is once
    if (link.undoneReason !== null) throw replaced();
    await this.db.rows(undoLink, [link.id, this.clock.now(), currentUserId()]);
    await movePerson(this.db, link.personId, { from: await this.#contactOf(link.intoId), to: null });
    this.#note({ personId: link.personId, intoId: link.intoId, isOne: false });
  }

  async rejoin(named: NamedLink): Promise<void> {
    const link = await this.#lock(named);
    if (link.undoneReason === null) return;
    if (link.undoneReason !== 'member') throw replaced();
    if (!(await this.db.row(redoLink, [link.id])))
      throw conflict('person.linked', 'This id belongs to another person by now. Undo that merge first.');
    await movePerson(this.db, link.personId, { from: null, to: await this.#contactOf(link.intoId) });
    this.#note({ personId: link.personId, intoId: link.intoId, isOne: true });
  }

  async #lock({ id, linkId }: NamedLink): Promise<Link> {
    await this.db.rows(lockPeople);
    const link = await this.db.row<Link>(linkOf, [linkId]);
    if (!link || (link.personId !== id && link.intoId !== id)) throw notFound('person');
    return link;
  }

  async #contactOf(personId: string): Promise<string | null> {
    return (await this.db.row<{ contactId: string | null }>(contactsOfPeople, [[personId]]))?.contactId ?? null;
  }

  #note({ personId, intoId, isOne }: { personId: string; intoId: string; isOne: boolean }): void {
    noteAudit({ objectId: intoId, after: { personId, isOne } });
    afterCommit(() => {
      for (const noun of ['people', 'contacts', 'analytics'] as const) this.live.publish(noun);
    });
  }
}

function replaced() {
  return conflict('person.link-replaced', 'An earlier event showed that this id belongs to another person.');
}
