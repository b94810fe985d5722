import { Injectable } from '@nestjs/common';
import type { JsonObject, PrivacyGuard } from '@engagex/domain/events';
import { TenantDb } from '@engagex/tenancy';

interface Row {
  readonly id: string;
  readonly traits: JsonObject;
  readonly claimed: JsonObject;
}

/** Applies privacy rules to what is known of people, in the open transaction. */
@Injectable()
export class RewriteTraits {
  constructor(private readonly db: TenantDb) {}

  /** The next people by id, at most so many. */
  async next(after: string | null, most: number, guard: PrivacyGuard) {
    const rows = await this.db.rows<Row>(nextPeople, [after ?? '00000000-0000-0000-0000-000000000000', most]);
    const changed = rows.flatMap(({ id, traits, claimed }) => {
      const [own, said] = [guard.apply(traits), guard.apply(claimed)];
      return own === traits && said === claimed ? [] : [{ id, traits: own, claimed: said }];
    });
    if (changed.length > 0) await this.db.rows(rewrite, [JSON.stringify(changed)]);
    return { last: rows.at(-1)?.id ?? null, examined: rows.length, changed: changed.length };
  }
}

const nextPeople = `
  select id, traits, claimed_traits as claimed from people where organization_id = current_organization() and id > $1 order by id limit $2`;

const rewrite = `
  update people p set traits = g.traits, claimed_traits = g.claimed
  from (select * from jsonb_to_recordset($1::jsonb) as r (id uuid, traits jsonb, claimed jsonb) order by id) g
  where p.organization_id = current_organization() and p.id = g.id`;
