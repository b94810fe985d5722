import { undoDays } from '@engagex/domain/contacts';
import type { Forgettable } from '../../platform/forget.ts';

/** A day after the last undo may have begun, so that none ever finds half of what it needs. */
const after = `make_interval(days => ${undoDays + 1})`;

export const forgettableBulkActions = `select organization_id as "organizationId", id from forgettable_bulk_actions(${after})`;

export const bulkActionToForget: Forgettable = {
  hold: `select id from bulk_actions where id = $1 and forgotten_at is null and finished_at < now() - ${after}
    for update skip locked`,
  some: [
    `delete from bulk_action_batches where bulk_action_id = $1 and number in (
      select number from bulk_action_batches where bulk_action_id = $1 order by number limit $2)`,
  ],
  end: 'update bulk_actions set forgotten_at = now() where id = $1',
};
