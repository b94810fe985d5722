import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { formatCount } from '../../../shared/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Time } from '../../../ui/time.tsx';

interface ChecksCardProps {
  readonly title: string;
  readonly state: string;
  /** What is said when there are none. */
  readonly none: string;
  readonly items: readonly ReactNode[];
}

/** What one kind of check found. */
export function ChecksCard({ title, state, none, items }: ChecksCardProps) {
  return (
    <Card>
      <CardHeader
        title={title}
        state={state}
        action={items.length > 0 && <Badge meaning="neutral">{formatCount(items.length, 'entry', 'entries')}</Badge>}
      />
      {items.length === 0 ? (
        <CardBody className="text-muted">{none}</CardBody>
      ) : (
        <ul className="divide-y divide-line">{items}</ul>
      )}
    </Card>
  );
}

interface CheckItemProps {
  readonly organization?: { readonly id: string; readonly name: string };
  readonly badge?: ReactNode;
  readonly children: ReactNode;
}

export function CheckItem({ organization, badge, children }: CheckItemProps) {
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 px-4 py-3">
      <div className="min-w-0 flex-1 basis-56">
        {organization && (
          <Link href={`/organizations/${organization.id}`} className="font-medium wrap-anywhere hover:underline">
            {organization.name}
          </Link>
        )}
        <div>{children}</div>
      </div>
      {badge}
    </li>
  );
}

export function Hours({ from, until }: { readonly from: string; readonly until: string }) {
  return (
    <p className="text-sm text-muted">
      <Time value={from} as="date-time" /> – <Time value={until} as="date-time" />
    </p>
  );
}
