import type { Visibility } from '@engagex/domain/reports';
import { Lock, UsersRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Badge } from '../../../ui/badge.tsx';

interface ThingRowProps {
  readonly thing: {
    readonly name: string;
    readonly visibility: Visibility;
    readonly owner: { readonly name: string } | null;
  };
  readonly href: string;
  readonly detail: string;
  readonly children: ReactNode;
}

/** A dashboard or report in a list: its name, who sees it, and what can be done with it. */
export function ThingRow({ thing: { name, visibility, owner }, href, detail, children }: ThingRowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-60">
        <Link href={href} className="font-medium wrap-anywhere hover:underline">
          {name}
        </Link>
        <p className="text-sm text-muted">
          {detail}
          {owner && visibility === 'organization' && ` · by ${owner.name}`}
        </p>
      </div>
      <VisibilityBadge visibility={visibility} />
      {children}
    </li>
  );
}

export function VisibilityBadge({ visibility }: { visibility: Visibility }) {
  return visibility === 'organization' ? (
    <Badge meaning="info" icon={UsersRound}>
      Shared
    </Badge>
  ) : (
    <Badge meaning="neutral" icon={Lock}>
      Only you
    </Badge>
  );
}
