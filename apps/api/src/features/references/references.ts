/**
 * What others are built on is not deleted under them. Deleting takes the lock alone and looks who refers to it; whoever
 * refers to something shares the lock and looks whether it is there. In whatever order two of them come, one sees the
 * other. Take the lock before rows that whoever waits for it may hold.
 */
import { DomainError, type UsedBy } from '@engagex/domain/shared';
import type { TenantDb } from '@engagex/tenancy';
import type { Referred } from '../../platform/tables/references.ts';
import type { Tables } from '../../platform/tables/tables.ts';
import * as sql from './references.queries.ts';

interface Use extends UsedBy {
  readonly total: number;
}

/** Ids of what something refers to; attributes by their names. */
export type References = Readonly<Partial<Record<Referred, readonly string[]>>>;

/** Something that was deleted and that others still refer to. `name` is empty when nobody knows it any more. */
export interface Gone {
  readonly kind: Referred;
  readonly id: string;
  readonly name: string;
}

/** What of it was deleted. */
export async function goneAmong(db: TenantDb, references: References): Promise<Gone[]> {
  const { group = [], segment = [], campaign = [], attribute = [], topic = [], template = [] } = references;
  const asked = [group, segment, campaign, attribute, topic, template];
  return asked.some((ids) => ids.length > 0) ? db.rows<Gone>(sql.goneOf, asked) : [];
}

/** What it was, for the middle of a sentence. */
export function wordsOfGone({ kind, name }: Gone): string {
  return name ? `the ${kind} “${name}”, which was deleted` : `a ${kind} that does not exist`;
}

/** Until the transaction ends nothing others refer to is deleted: what is there now may be referred to. */
export async function keepReferences(db: TenantDb): Promise<void> {
  await db.rows(sql.shareReferences);
}

/** Until the transaction ends nobody refers to anything new, and whoever was about to is waited for. */
export async function holdReferences(db: TenantDb): Promise<void> {
  await db.rows(sql.holdReferences);
}

/**
 * Refuses to delete what others refer to, and names them. Takes the lock: until the transaction ends nobody refers to
 * anything new. `ref` is an id, of an attribute its name.
 */
export async function assertUnused(db: TenantDb, tables: Tables, noun: Referred, ref: string): Promise<void> {
  await holdReferences(db);
  const { items: usedBy, total } = await usesIn(db, tables, noun, ref);
  if (total > 0)
    throw new DomainError('conflict', `${noun.replace(' ', '-')}.in-use`, inWords(noun, usedBy, total), { usedBy });
}

/** What refers to something; the first of `total` by name. */
export async function usesIn(
  db: TenantDb,
  tables: Tables,
  noun: Referred,
  ref: string,
): Promise<{ readonly items: readonly UsedBy[]; readonly total: number }> {
  const uses = await db.rows<Use>(sql.usesOf(tables.referringTo(noun)), [ref]);
  return { items: uses.map(({ kind, id, name }) => ({ kind, id, name })), total: uses[0]?.total ?? 0 };
}

const mostInWords = 3;
const ofImages = 'Remove it there first. Images of campaigns that were sent stay, or their mail would lose them.';

function inWords(noun: Referred, usedBy: readonly UsedBy[], total: number): string {
  const named = usedBy.slice(0, mostInWords).map(({ kind, name }) => `the ${kind} “${name}”`);
  const others = total - named.length;
  const all = [...named, ...(others > 0 ? [`${others} more`] : [])];
  const list = all.length === 1 ? all[0]! : `${all.slice(0, -1).join(', ')} and ${all.at(-1)!}`;
  const subject = `${list[0]!.toUpperCase()}${list.slice(1)}`;
  const advice = noun === 'image' ? ofImages : 'Remove it there first.';
  return `${subject} ${total === 1 ? 'uses' : 'use'} this ${noun}. ${advice}`;
}
