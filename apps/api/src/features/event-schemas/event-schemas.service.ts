import { Injectable } from '@nestjs/common';
import {
  type EventNameView,
  type EventPropertyView,
  type EventSchemaSummary,
  type eventSchemasRoutes,
  standardNameFor,
  type SuggestedEvent,
  type ValueType,
  valueTypes,
} from '@engagex/domain/event-schemas';
import { type AnswerOf, conflict, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { pageOf } from '../../platform/http/paging.ts';
import { Live } from '../../platform/live/live.ts';
import { BlockedEvents } from '../events/index.ts';
import {
  allNames,
  describeName,
  describeProperty,
  forgetName,
  listNames,
  listProperties,
  nameOf,
  propertyOf,
  suggestions,
  summary,
} from './event-schemas.queries.ts';

type NameAnswer = AnswerOf<typeof eventSchemasRoutes.get>;
type PropertyAnswer = AnswerOf<typeof eventSchemasRoutes.updateProperty>;

interface NameRow extends Omit<EventNameView, 'blocked' | 'warnings' | 'firstSeenAt' | 'lastSeenAt'> {
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  readonly blockedAt: Date | null;
  readonly refused: number | null;
}

interface PropertyRow
  extends
    Omit<EventPropertyView, 'counts' | 'warnings' | 'firstSeenAt' | 'lastSeenAt'>,
    Record<ValueType | 'null', number> {
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  readonly formerType: ValueType | null;
  readonly typeChangedAt: Date | null;
  readonly standardName: string | null;
}

/** Names and properties of events: listed, described, blocked. */
@Injectable()
export class EventSchemas {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly blocked: BlockedEvents,
  ) {}

  async list({ search, filter, cursor, limit }: ParsedInputOf<typeof eventSchemasRoutes.list>) {
    const meant = filter === 'warnings' ? await this.#meantForStandard() : [];
    const rows = await this.db.rows<NameRow>(listNames, [search ?? null, filter, meant, cursor ?? null, limit + 1]);
    const page = pageOf(rows, limit, ({ name }) => name);
    return { ...page, items: page.items.map(viewOfName) };
  }

  async get(id: string): Promise<NameAnswer> {
    const row = await this.db.row<NameRow>(nameOf, [id]);
    if (!row) throw notFound('event-name');
    return viewOfName(row);
  }

  async summary(): Promise<AnswerOf<typeof eventSchemasRoutes.summary>> {
    const row = await this.db.row<EventSchemaSummary>(summary);
    return row ?? { names: 0, unlistedEvents: 0, unlistedAt: null };
  }

  async suggestions(): Promise<{ items: SuggestedEvent[] }> {
    return { items: await this.db.rows<SuggestedEvent>(suggestions) };
  }

  async properties({ id, search, cursor, limit }: ParsedInputOf<typeof eventSchemasRoutes.properties>) {
    await this.get(id);
    const rows = await this.db.rows<PropertyRow>(listProperties, [id, search ?? null, cursor ?? null, limit + 1]);
    const page = pageOf(rows, limit, ({ name }) => name);
    return { ...page, items: page.items.map(viewOfProperty) };
  }

  async update({ id, description, isExpected }: ParsedInputOf<typeof eventSchemasRoutes.update>): Promise<NameAnswer> {
    await this.get(id);
    await this.db.rows(describeName, [id, description ?? null, isExpected ?? null]);
    return this.#changed(id);
  }

  async updateProperty(input: ParsedInputOf<typeof eventSchemasRoutes.updateProperty>): Promise<PropertyAnswer> {
    const { id, name, description, isExpected } = input;
    const before = await this.db.row<PropertyRow>(propertyOf, [id, name]);
    const row = await this.db.row<PropertyRow>(describeProperty, [id, name, description ?? null, isExpected ?? null]);
    if (!before || !row) throw notFound('event-property');
    noteAudit({ before: noted(before), after: noted(row) });
    this.#announce(id);
    return viewOfProperty(row);
  }

  async block(id: string): Promise<NameAnswer> {
    const { name, kind } = await this.get(id);
    if (kind !== 'track' && kind !== 'page')
      throw conflict(
        'event-name.needed',
        'These events say who people are, and cannot be blocked. Block page views and tracked events.',
      );
    await this.blocked.block(name);
    noteAudit({ before: { isBlocked: false }, after: { isBlocked: true } });
    return this.#changed(id);
  }

  async unblock(id: string): Promise<NameAnswer> {
    const { name } = await this.get(id);
    await this.blocked.unblock(name);
    noteAudit({ before: { isBlocked: true }, after: { isBlocked: false } });
    return this.#changed(id);
  }

  async delete(id: string): Promise<void> {
    const { blocked } = await this.get(id);
    if (blocked)
      throw conflict(
        'event-name.blocked',
        'This name is blocked. Unblock it before you take it off the list, or it would be refused unseen.',
      );
    await this.db.rows(forgetName, [id]);
    this.#announce(id);
  }

  /** Which of the names are meant for standard ones is decided in words, not in SQL; there are a thousand at most. */
  async #meantForStandard(): Promise<string[]> {
    const rows = await this.db.rows<{ name: string }>(allNames);
    return rows.flatMap(({ name }) => (standardNameFor(name) === null ? [] : [name]));
  }

  #changed(id: string): Promise<NameAnswer> {
    this.#announce(id);
    return this.get(id);
  }

  #announce(id: string): void {
    afterCommit(() => this.live.publish('event-schemas', id));
  }
}

function viewOfName({ blockedAt, refused, ...row }: NameRow): NameAnswer {
  const standard = row.isExpected ? null : standardNameFor(row.name);
  return {
    ...row,
    blocked: blockedAt && { since: blockedAt, refused: refused ?? 0 },
    warnings: standard === null ? [] : [{ kind: 'standard_name', standard }],
  };
}

function viewOfProperty(row: PropertyRow): PropertyAnswer {
  const counts = [...valueTypes, 'null' as const].flatMap((type) =>
    row[type] > 0 ? [[type, row[type]] as const] : [],
  );
  return { ...row, counts: Object.fromEntries(counts), warnings: warningsOf(row) };
}

function warningsOf({
  type,
  formerType,
  typeChangedAt,
  standardName,
  isExpected,
}: PropertyRow): PropertyAnswer['warnings'] {
  const warnings: PropertyAnswer['warnings'] = [];
  if (type && formerType && formerType !== type && typeChangedAt)
    warnings.push({ kind: 'type_changed', from: formerType, to: type, at: typeChangedAt });
  if (standardName && !isExpected) warnings.push({ kind: 'standard_name', standard: standardName });
  return warnings;
}

function noted({ name, description, isExpected }: PropertyRow) {
  return { property: name, description, isExpected };
}
