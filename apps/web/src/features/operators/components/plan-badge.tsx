import type { ListedOrganization } from '@engagex/domain/operators';
import { sourceNames } from '../plan-words.ts';

/** The plan of an organization, and why it has it. */
export function PlanBadge({ plan: { name, source } }: { plan: NonNullable<ListedOrganization['plan']> }) {
  return (
    <span className="min-w-0 leading-tight">
      <span className="block truncate">{name}</span>
      <span className="block text-sm text-muted">{sourceNames[source]}</span>
    </span>
  );
}
