import type { ReactNode } from 'react';
import { Link } from 'wouter';

interface StatProps {
  readonly label: string;
  readonly value: ReactNode;
  /** What the number is out of, or since when. */
  readonly detail?: ReactNode;
  readonly href?: string;
  /** Called when the link is followed, for one that leads to another part of the page. */
  readonly onFollow?: () => void;
}

/** One number with its name, in a `<dl className="grid …">`: `<Stat label="Contacts" value={formatNumber(48211)} href="/contacts" />` */
export function Stat({ label, value, detail, href, onFollow }: StatProps) {
  return (
    <div className="relative rounded-md border border-line bg-surface px-4 py-3 has-[a:hover]:bg-hover">
      <dt className="text-sm text-muted">
        {href ? (
          <Link
            href={href}
            onClick={onFollow}
            className="underline decoration-line-strong underline-offset-3 after:absolute after:inset-0 after:rounded-md"
          >
            {label}
          </Link>
        ) : (
          label
        )}
      </dt>
      <dd className="mt-1 text-2xl font-semibold tracking-tight tabular-nums">{value}</dd>
      {detail && <dd className="mt-0.5 text-sm text-muted">{detail}</dd>}
    </div>
  );
}
