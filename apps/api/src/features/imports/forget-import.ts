import { undoDays } from '@engagex/domain/contacts';
import type { Forgettable } from '../../platform/forget.ts';

/** A day after the last undo may have begun, so that none ever finds half of what it needs. */
const after = `make_interval(days => ${undoDays + 1})`;

export const forgettableImports = `select organization_id as "organizationId", id from forgettable_imports(${after})`;

export const importToForget: Forgettable = {
  hold: `select id from imports where id = $1 and status = 'done' and stamp is not null and finished_at < now() - ${after}
    for update skip locked`,
  some: [
    `delete from import_changes where import_id = $1 and contact_id in (
      select contact_id from import_changes where import_id = $1 order by contact_id limit $2)`,
    `delete from import_created where import_id = $1 and number in (
      select number from import_created where import_id = $1 order by number limit $2)`,
  ],
  end: 'update imports set stamp = null where id = $1',
};
