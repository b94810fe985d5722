import { peopleLimits } from '@engagex/domain/people';
import type { TenantDb } from '@engagex/tenancy';
import { addEventsOfPerson, takeEventsOfPerson } from '../contacts/index.ts';
import { followContact } from './people.queries.ts';

interface Contacts {
  readonly from: string | null;
  readonly to: string | null;
}

/** Moves a person between contacts, with everything that came in under their id. The people are locked. */
export async function movePerson(tx: TenantDb, personId: string, { from, to }: Contacts): Promise<void> {
  if (from === to) return;
  await tx.rows(followContact, [personId, to]);
  if (from !== null) await tx.rows(takeEventsOfPerson, [from, personId]);
  if (to !== null) await tx.rows(addEventsOfPerson, [to, personId, peopleLimits.addedEvents]);
}
