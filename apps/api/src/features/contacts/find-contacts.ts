import { Injectable } from '@nestjs/common';
import { attributeOf, type AttributeType, type ContactFilter, contactView } from '@engagex/domain/contacts';
import { invalid } from '@engagex/domain/shared';
import { type Statement, TenantDb } from '@engagex/tenancy';
import { z } from 'zod';
import { jsonPage, type JsonRow, jsonRows } from '../../platform/http/json-rows.ts';
import { firstRows, pageOf } from '../../platform/http/paging.ts';
import { SegmentMembers } from '../segments/index.ts';
import { AttributesService } from '../attributes/index.ts';
import { asStored, attributesAsked, expressionOf, matching, type Matching, typeOf } from './contact-conditions.ts';
import { contactColumns } from './contacts.queries.ts';

export interface PageOrder {
  /** A field, with a minus before it for descending. */
  readonly sort: string;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** What a cursor is made of. */
type End = { readonly id: string; readonly sortKey: string | null };
type Row = JsonRow<End>;

/** Where a page ended: the value it was ordered by, as text, and the id that orders those with the same. */
const place = z.object({ sort: z.string(), key: z.string().nullable(), id: z.uuid() });
type Place = z.output<typeof place>;

/** Finds contacts by a filter: pages of any order, their number, and all of them for a bulk action. */
@Injectable()
export class FindContacts {
  constructor(
    private readonly db: TenantDb,
    private readonly attributes: AttributesService,
    private readonly segments: SegmentMembers,
  ) {}

  /**
   * A page in keyset order. Those without a value come after all others, as a list of their own: one index serves each
   * part, and no tie or missing value is shown twice or left out.
   */
  async page(filter: ContactFilter, { sort, cursor, limit }: PageOrder) {
    const from = cursor === undefined ? null : readPlace(cursor, sort);
    const order = orderOf(sort);
    const types = await this.#typesIn(filter, order.field);
    const found = await this.#found(filter);
    const wanted = limit + 1;
    const withValue =
      from?.key === null
        ? []
        : await this.#part(await this.#matching(filter, types, found), order, types, { from, wanted, hasValue: true });
    const isOver = withValue.length === wanted || order.field === 'createdAt';
    const without = isOver
      ? []
      : await this.#part(await this.#matching(filter, types, found), order, types, {
          from: from?.key === null ? from : null,
          wanted: wanted - withValue.length,
          hasValue: false,
        });
    return jsonPage(
      pageOf([...withValue, ...without], limit, ({ sortKey, id }) => writePlace({ sort, key: sortKey, id })),
    );
  }

  async count(filter: ContactFilter): Promise<number> {
    const { conditions, parameters } = await this.#matchingAll(filter);
    const sql = `select count(*) as count from contacts c where ${conditions.join(' and ')}`;
    return Number((await this.db.row<{ count: string }>(sql, parameters))?.count ?? 0);
  }

  /** The statement that answers the ids of everyone who matches. */
  async idsOf(filter: ContactFilter): Promise<{ readonly sql: string; readonly parameters: readonly unknown[] }> {
    const { conditions, parameters } = await this.#matchingAll(filter);
    return { sql: `select c.id from contacts c where ${conditions.join(' and ')}`, parameters };
  }

  async #matchingAll(filter: ContactFilter): Promise<Matching> {
    return this.#matching(filter, await this.#typesIn(filter, null), await this.#found(filter));
  }

  /** Whom its search finds, when that is few of many contacts; null when all are to be compared with it, or none is made. */
  async #found({ search }: ContactFilter): Promise<readonly string[] | null> {
    if (!search) return null;
    return (
      (await this.db.row<{ ids: string[] | null }>('select contacts_found($1) as ids', [asStored(search)]))?.ids ?? null
    );
  }

  /** What a filter means, with the members of a segment, whose values come after the others. */
  async #matching(
    filter: ContactFilter,
    types: ReadonlyMap<string, AttributeType>,
    found: readonly string[] | null,
  ): Promise<Matching> {
    const all = matching(filter, types, found);
    if (!filter.segmentId) return all;
    const { from, where } = await this.segments.compileById(filter.segmentId, all.parameters);
    return { ...all, conditions: [...all.conditions, `c.id in (select c.id from ${from} where ${where})`] };
  }

  async #part(
    { conditions, parameters }: Matching,
    order: Order,
    types: ReadonlyMap<string, AttributeType>,
    { from, wanted, hasValue }: { from: Place | null; wanted: number; hasValue: boolean },
  ): Promise<Row[]> {
    const put = (value: unknown) => `$${parameters.push(value)}`;
    const [after, direction] = order.isDescending ? ['<', 'desc'] : ['>', 'asc'];
    const key = keyOf(order.field, types, put);
    const all = [...conditions];
    // Attributes have no index, so the list is read once, with those without a value at its end, and worked out once.
    const isCutOff = hasValue && attributeOf(order.field) !== null;
    if (key.text !== 'c.id' && !isCutOff) all.push(`${key.text} is ${hasValue ? 'not ' : ''}null`);
    if (from) {
      const id = put(from.id);
      if (!hasValue || key.text === 'c.id') all.push(`c.id ${after} ${id}`);
      else {
        const value = `${put(from.key)}${key.cast}`;
        // The first comparison alone can be an index condition under row-level security.
        all.push(`${key.text} ${after}= ${value} and (${key.text} ${after} ${value} or c.id ${after} ${id})`);
      }
    }
    if (key.text === 'c.id') return this.#byAge(all, direction, put(wanted), parameters);
    const by = hasValue ? `key ${direction} ${isCutOff ? 'nulls last' : ''}, ` : '';
    // Only ids and what they are ordered by are sorted; the rest is read for those on the page.
    const rows = await this.#rows({
      text: `select ${contactColumns}, page.key::text as "sortKey" from (
         select c.id, ${key.text} as key from contacts c where ${all.join(' and ')}
         order by ${by}c.id ${direction} limit ${put(wanted)}) page
       join contacts c on c.id = page.id order by ${by}page.id ${direction}`,
      values: parameters,
    });
    return isCutOff ? rows.filter(({ sortKey }) => sortKey !== null) : rows;
  }

  /** In the order of the primary key. Without conditions the plan is always the same, and PostgreSQL makes it once. */
  #byAge(conditions: readonly string[], direction: string, limit: string, parameters: readonly unknown[]) {
    const select = `select ${contactColumns}, c.id::text as "sortKey" from contacts c where ${conditions.join(' and ')}
      order by c.id ${direction}`;
    return this.#rows({ text: firstRows(select, limit), values: parameters, isKept: conditions.length === 1 });
  }

  async #rows(statement: Statement): Promise<Row[]> {
    const [rows] = await this.db.answersTo([jsonRows<End>(contactView, ['id', 'sortKey'], statement)]);
    return rows;
  }

  async #typesIn({ conditions }: ContactFilter, sortedBy: string | null): Promise<ReadonlyMap<string, AttributeType>> {
    const sorted = sortedBy === null ? null : attributeOf(sortedBy);
    const names = [...attributesAsked(conditions), ...(sorted === null ? [] : [sorted])];
    return names.length === 0 ? new Map() : this.attributes.typesOf(names);
  }
}

interface Order {
  readonly field: string;
  readonly isDescending: boolean;
}

function orderOf(sort: string): Order {
  return { field: sort.replace(/^-/, ''), isDescending: sort.startsWith('-') };
}

/** What contacts are ordered by. Ids are made in the order of time, and have the primary key. */
function keyOf(field: string, types: ReadonlyMap<string, AttributeType>, put: (value: unknown) => string) {
  if (field === 'createdAt') return { text: 'c.id', cast: '' };
  const type = typeOf(field, types);
  if (typeof type === 'object')
    throw invalid('input.invalid', type.problem, [{ path: ['sort'], message: type.problem }]);
  // A list is ordered by how it is written.
  const text =
    type === 'list' ? `(${expressionOf(field, type, put)})::text collate "C"` : expressionOf(field, type, put);
  return { text, cast: casts[attributeOf(field) === null && type === 'timestamp' ? 'time' : type] ?? '' };
}

const casts: Readonly<Record<string, string>> = { number: '::numeric', boolean: '::boolean', time: '::timestamptz' };

function writePlace(at: Place): string {
  return Buffer.from(JSON.stringify(at)).toString('base64url');
}

function readPlace(cursor: string, sort: string): Place {
  const read = place.safeParse(jsonIn(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!read.success || read.data.sort !== sort)
    throw invalid('page.cursor', 'This cursor does not come from a previous page. Start again without it.');
  return read.data;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // which is no place
  }
}
