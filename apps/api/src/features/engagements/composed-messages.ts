import { Injectable } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';

/** What one message refers to that cannot be made again later. */
export interface ComposedMessage {
  readonly deliveryId: string;
  /** Where its personal links lead; a tracked address names one by its number. */
  readonly targets: readonly { readonly position: number; readonly url: string }[];
  /** What stands between the pieces of the campaign's HTML, and a hash of these; null when nobody can view it. */
  readonly html: { readonly values: readonly string[]; readonly pieces: string } | null;
}

/** Arrays: $1 deliveries, $2 targets, $3 values of the HTML, $4 hashes of its pieces. One that goes out again replaces what never left. */
const keepMessages = `
  insert into composed_messages (delivery_id, targets, html_values, html_pieces)
  select * from unnest($1::uuid[], $2::jsonb[], $3::jsonb[], $4::text[])
  on conflict (organization_id, delivery_id) do update set targets = excluded.targets,
    html_values = excluded.html_values, html_pieces = excluded.html_pieces, composed_at = now()`;

/** Keeps what messages refer to, before they leave. */
@Injectable()
export class ComposedMessages {
  constructor(private readonly db: TenantDb) {}

  async keep(messages: readonly ComposedMessage[]): Promise<void> {
    if (messages.length === 0) return;
    await this.db.transactionByKey(() =>
      this.db.rowsByKey(keepMessages, [
        messages.map(({ deliveryId }) => deliveryId),
        messages.map(({ targets }) => JSON.stringify(targets)),
        messages.map(({ html }) => html && JSON.stringify(html.values)),
        messages.map(({ html }) => html && html.pieces),
      ]),
    );
  }
}
