import { addressKey, problemWithAddress } from '@engagex/domain/shared';
import type { TenantDb } from '@engagex/tenancy';
import { createFromEvent } from '../contacts/index.ts';
import type { Rooms } from '../plans/index.ts';
import { movePerson } from './move-person.ts';
import { contactsOfPeople, findContacts, idsOfPerson, refuseMerges, settings } from './people.queries.ts';
import type { Told } from './told-by-event.ts';

/** A known person and what their contact is found by. */
interface Identified {
  readonly personId: string;
  readonly externalId: string;
  /** As addresses are compared; only from a server. */
  readonly address: string | null;
  /** The address as it was written. */
  readonly email: string | null;
  readonly told: Told;
}

interface Found {
  readonly personId: string;
  readonly byExternalId: string | null;
  readonly byAddress: string | null;
}

/**
 * Links known people to contacts: by their id, which somebody vouches for, or by the address that a server names. A contact
 * once linked stays; another address is shown to members and changes nothing.
 */
export async function linkContacts(tx: TenantDb, told: readonly Told[], rooms: Rooms): Promise<void> {
  const identified = identifiedIn(told);
  if (identified.length === 0) return;
  const ids = identified.map(({ personId }) => personId);
  const people = await tx.rows<{ id: string; contactId: string | null }>(contactsOfPeople, [ids]);
  const contactOf = new Map(people.map(({ id, contactId }) => [id, contactId]));
  const found = await tx.rows<Found>(findContacts, [
    JSON.stringify(identified.map(({ personId, externalId, address }) => ({ personId, externalId, address }))),
  ]);
  for (const each of identified) {
    const match = found.find(({ personId }) => personId === each.personId);
    const [contactId, other] = [contactOf.get(each.personId) ?? null, match?.byAddress ?? null];
    const next = contactId ?? match?.byExternalId ?? other ?? (await created(tx, each, rooms));
    if (next !== null && contactId === null) await join(tx, each.personId, next);
    if (next !== null && other !== null && other !== next) await refuse(tx, each, other);
  }
}

/** The last that is said of each person; whoever a server identifies comes before whoever is only seen. */
function identifiedIn(told: readonly Told[]): Identified[] {
  const byPerson = new Map<string, Identified>();
  for (const each of told) {
    const { person, traits, isServer, event } = each;
    if (person.kind !== 'known') continue;
    const email = isServer && event.kind === 'identify' ? addressIn(traits?.values['email']) : null;
    if (email === null && byPerson.has(person.id)) continue;
    const address = email === null ? null : addressKey(email);
    byPerson.set(person.id, { personId: person.id, externalId: person.key, address, email, told: each });
  }
  return [...byPerson.values()];
}

function addressIn(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 320) return null;
  const address = value.trim();
  return problemWithAddress(address) === null ? address : null;
}

async function join(tx: TenantDb, personId: string, contactId: string): Promise<void> {
  for (const { id } of await tx.rows<{ id: string }>(idsOfPerson, [personId]))
    await movePerson(tx, id, { from: null, to: contactId });
}

/**
 * Only a server creates contacts, and only where the organization wants it. Whoever agreed to mail and finds no room in the plan stays a
 * person, and becomes a contact when they are identified again and there is room.
 */
async function created(tx: TenantDb, { told, externalId, email }: Identified, rooms: Rooms): Promise<string | null> {
  if (!told.isServer || told.event.kind !== 'identify') return null;
  const chosen = await tx.row<{ createsContacts: boolean }>(settings);
  if (!chosen?.createsContacts) return null;
  const consent = consentIn(told);
  if (consent !== null && !(await rooms.takesSignUp())) return null;
  return createFromEvent(tx, { email, externalId, keyId: told.event.keyId, consent });
}

/** What the person agreed to, in the words they read. */
function consentIn({ event }: Told): string | null {
  const consent = event.context['consent'];
  const wording = typeof consent === 'object' && consent !== null && 'wording' in consent ? consent.wording : null;
  return typeof wording === 'string' && wording.trim() !== '' ? wording.trim().slice(0, 1_000) : null;
}

async function refuse(tx: TenantDb, { personId, told }: Identified, otherId: string): Promise<void> {
  const refused = { personId, otherId, reason: 'other_contact', eventId: told.event.id, at: told.event.receivedAt };
  await tx.rows(refuseMerges, [JSON.stringify([refused])]);
}
