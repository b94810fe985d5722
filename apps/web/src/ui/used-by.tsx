import type { UsedBy } from '@engagex/domain/shared';
import { Link } from 'wouter';
import { organizationInUrl } from '../shared/organization.ts';

/** Where each kind of thing is changed, below the organization's address. */
const pathOf: Readonly<Record<string, (id: string) => string>> = {
  campaign: (id) => `/campaigns/${id}`,
  segment: (id) => `/segments/${id}`,
  form: () => '/contacts/forms',
  view: () => '/contacts',
  template: (id) => `/templates/${id}`,
  import: (id) => `/contacts/imports/${id}`,
  'bulk action': () => '/contacts/bulk',
  export: () => '/contacts/exports',
};

/** What refers to something that was to be deleted, each with a link to where that is changed. Works outside of pages. */
export function UsedByList({ usedBy }: { usedBy: readonly UsedBy[] }) {
  return (
    <ul className="mt-1 max-h-48 overflow-y-auto">
      {usedBy.map(({ kind, id, name }) => (
        <li key={`${kind} ${id}`} className="wrap-anywhere">
          <Link href={`/o/${organizationInUrl()}${pathOf[kind]?.(id) ?? ''}`} className="text-accent hover:underline">
            {name}
          </Link>{' '}
          <span className="text-muted">({kind})</span>
        </li>
      ))}
    </ul>
  );
}
