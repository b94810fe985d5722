import type { UsedBy } from '@engagex/domain/shared';
import { Link } from 'wouter';
import { organizationInUrl } from '../shared/organization.ts';
import { useProduct } from '../shared/product.ts';

/** What refers to something that was to be deleted, each with a link to where that is changed. Works outside of pages. */
export function UsedByList({ usedBy }: { usedBy: readonly UsedBy[] }) {
  const things = Object.values(useProduct().things);
  const hrefOf = (kind: string, id: string) => things.find(({ one }) => one === kind)?.href?.(id) ?? '';
  return (
    <ul className="mt-1 max-h-48 overflow-y-auto">
      {usedBy.map(({ kind, id, name }) => (
        <li key={`${kind} ${id}`} className="wrap-anywhere">
          <Link href={`/o/${organizationInUrl()}${hrefOf(kind, id)}`} className="text-accent underline">
            {name}
          </Link>{' '}
          <span className="text-muted">({kind})</span>
        </li>
      ))}
    </ul>
  );
}
