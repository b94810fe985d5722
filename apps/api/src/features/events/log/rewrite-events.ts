import { Injectable } from '@nestjs/common';
import type { EventKind, JsonObject, PrivacyGuard } from '@engagex/domain/events';
import { TenantDb } from '@engagex/tenancy';

/** Where an event stands in the log, to the microsecond. */
interface RewritePlace {
  readonly receivedAt: string;
  readonly id: string;
}

interface RewrittenEvent extends RewritePlace {
  readonly kind: EventKind;
  readonly name: string;
  readonly occurredAt: Date;
  readonly before: JsonObject;
  readonly after: JsonObject;
}

interface Row extends RewritePlace {
  readonly kind: EventKind;
  readonly name: string;
  readonly occurredAt: Date;
  readonly properties: JsonObject;
  readonly context: JsonObject;
}

/** Applies privacy rules to events that are stored, in the open transaction. What they held before is gone. */
@Injectable()
export class RewriteEvents {
  constructor(private readonly db: TenantDb) {}

  /** The next events in the order of the log, at most so many. */
  async next(after: RewritePlace | null, most: number, guard: PrivacyGuard) {
    const rows = await this.db.rows<Row>(nextEvents, [
      after?.receivedAt ?? '-infinity',
      after?.id ?? '00000000-0000-0000-0000-000000000000',
      most,
    ]);
    const changed = rows.flatMap((row) => {
      const [properties, context] = [guard.apply(row.properties), guard.apply(row.context)];
      return properties === row.properties && context === row.context ? [] : [{ row, properties, context }];
    });
    if (changed.length > 0)
      await this.db.rows(rewrite, [
        JSON.stringify(
          changed.map(({ row, properties, context }) => ({ r: row.receivedAt, i: row.id, p: properties, c: context })),
        ),
      ]);
    return {
      last: rows.at(-1) ?? null,
      examined: rows.length,
      changed: changed.map(({ row, properties: after }): RewrittenEvent => {
        const { id, receivedAt, kind, name, occurredAt, properties: before } = row;
        return { id, receivedAt, kind, name, occurredAt, before, after };
      }),
    };
  }
}

const nextEvents = `
  select id, received_at::text as "receivedAt", kind, name, occurred_at as "occurredAt", properties, context from events
  where organization_id = current_organization() and (received_at, id) > ($1::timestamptz, $2::uuid)
  order by received_at, id limit $3`;

const rewrite = `
  update events e set properties = g.p, context = g.c
  from jsonb_to_recordset($1::jsonb) as g (r timestamptz, i uuid, p jsonb, c jsonb)
  where e.organization_id = current_organization() and e.received_at = g.r and e.id = g.i`;
