import type { bulkActionsRoutes } from '@engagex/domain/contacts';
import type { InputOf } from '@engagex/domain/shared';

/** What begins a change of many contacts: the action and to whom it is done. */
export type BulkStart = InputOf<typeof bulkActionsRoutes.start>;
