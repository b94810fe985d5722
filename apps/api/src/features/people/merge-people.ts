import { decideMerge, type MergeReason } from '@engagex/domain/people';
import type { TenantDb } from '@engagex/tenancy';
import { movePerson } from './move-person.ts';
import { addLinks, contactsOfPeople, giveWay, linksOf, refuseMerges, refuseNoMore } from './people.queries.ts';
import type { Evidence } from './told-by-event.ts';

interface StoredLink extends Evidence {
  readonly id: string;
  readonly reason: MergeReason;
  readonly isActive: boolean;
}

/** A link that begins, and the one that gives way to it. */
interface Change {
  readonly begins: Evidence;
  readonly ends: StoredLink | null;
}

/** Makes anonymous people part of known ones, as everything known about them says. The people are locked. */
export async function mergePeople(tx: TenantDb, evidence: readonly Evidence[]): Promise<void> {
  if (evidence.length === 0) return;
  const byPerson = Map.groupBy(evidence, ({ personId }) => personId);
  const stored = await tx.rows<StoredLink>(linksOf, [[...byPerson.keys()]]);
  const changes: Change[] = [];
  const refused: object[] = [];
  for (const [personId, told] of byPerson) {
    const own = stored.filter((link) => link.personId === personId);
    const active = own.find(({ isActive }) => isActive) ?? null;
    const notInto = new Set(own.flatMap(({ isActive, intoId }) => (isActive ? [] : [intoId])));
    const { chosen, sharedWith, undone } = decideMerge<Evidence>([...told, ...(active ? [active] : [])], notInto);
    const refuse = (reason: string) => (each: Evidence) => ({
      personId,
      otherId: each.intoId,
      reason,
      eventId: each.eventId,
      at: each.eventAt,
    });
    refused.push(...sharedWith.map(refuse('shared_device')), ...undone.map(refuse('undone_by_member')));
    if (chosen && (chosen.intoId !== active?.intoId || chosen.eventId !== active.eventId))
      changes.push({ begins: chosen, ends: active });
  }
  if (refused.length > 0) await tx.rows(refuseMerges, [JSON.stringify(refused)]);
  await change(tx, changes);
}

async function change(tx: TenantDb, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const ending = changes.flatMap(({ ends }) => ends ?? []);
  if (ending.length > 0) await tx.rows(giveWay, [ending.map(({ id }) => id)]);
  await tx.rows(addLinks, [JSON.stringify(changes.map(({ begins }) => begins))]);
  const into = changes.flatMap(({ begins, ends }) => [begins.intoId, ...(ends ? [ends.intoId] : [])]);
  const rows = await tx.rows<{ id: string; contactId: string | null }>(contactsOfPeople, [into]);
  const contactOf = new Map(rows.map(({ id, contactId }) => [id, contactId]));
  for (const { begins, ends } of changes) {
    if (ends) await tx.rows(refuseNoMore, [begins.personId, begins.intoId]);
    const from = ends ? (contactOf.get(ends.intoId) ?? null) : null;
    await movePerson(tx, begins.personId, { from, to: contactOf.get(begins.intoId) ?? null });
  }
}
