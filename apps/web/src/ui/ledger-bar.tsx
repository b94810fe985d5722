import { Link } from 'wouter';
import { formatNumber, formatShare } from '../shared/format.ts';
import { cn } from './class-names.ts';
import { fillOf, type Meaning } from './meaning.ts';
import { Notice } from './notice.tsx';

export interface LedgerSegment {
  /** The word beside the number: "accepted". */
  readonly label: string;
  readonly count: number;
  readonly meaning: Meaning;
  /** The people in it; left out where there is no list of them. */
  readonly href?: string;
}

interface LedgerBarProps {
  readonly label: string;
  readonly total: number;
  readonly segments: readonly LedgerSegment[];
  /** Called when a segment is followed, for lists on the same page. */
  readonly onFollow?: (() => void) | undefined;
}

/**
 * One bar whose segments add up to the total, each leading to the people in it, with the sum written out beneath.
 * A sum that does not close is said, never hidden.
 *
 *     <LedgerBar label="The audience" total={10000} segments={[
 *       { label: 'accepted', count: 9812, meaning: 'good', href: '?state=accepted' }, …]} />
 */
export function LedgerBar({ label, total, segments, onFollow }: LedgerBarProps) {
  const sum = segments.reduce((people, { count }) => people + count, 0);
  return (
    <section aria-label={label} className="flex flex-col gap-2">
      <div className="flex h-4 gap-px overflow-clip rounded-sm bg-hover" aria-hidden>
        {segments
          .filter(({ count }) => count > 0)
          .map((segment) => (
            <BarPart key={segment.label} segment={segment} total={total} onFollow={onFollow} />
          ))}
      </div>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <strong className="font-semibold">{formatNumber(total)}</strong>
        {segments.map((segment, index) => (
          <span key={segment.label} className="inline-flex items-center gap-2 whitespace-nowrap">
            <span className="text-muted">{index === 0 ? '=' : '+'}</span>
            <Term segment={segment} onFollow={onFollow} />
          </span>
        ))}
      </p>
      {sum !== total && (
        <Notice meaning="danger" title="This does not add up">
          The parts add up to {formatNumber(sum)} of {formatNumber(total)}. Reload the page. If this persists, tell your
          operator.
        </Notice>
      )}
    </section>
  );
}

interface PartProps extends Pick<LedgerBarProps, 'onFollow'> {
  readonly segment: LedgerSegment;
}

/** The bar repeats the terms beneath it, so it is for the mouse only: hidden from screen readers and the Tab key. */
function BarPart({ segment, total, onFollow }: PartProps & { readonly total: number }) {
  const className = cn(
    'block min-w-1 transition-[flex-grow] duration-300',
    fillOf[segment.meaning],
    segment.href && 'hover:opacity-80',
  );
  const size = { flexGrow: segment.count, flexBasis: 0 };
  const words = `${formatNumber(segment.count)} ${segment.label} (${formatShare(segment.count, total)})`;
  if (!segment.href) return <span className={className} style={size} title={words} />;
  return <Link href={segment.href} onClick={onFollow} tabIndex={-1} className={className} style={size} title={words} />;
}

function Term({ segment: { label, count, meaning, href }, onFollow }: PartProps) {
  const content = (
    <>
      <span
        aria-hidden
        className={cn('size-2.5 shrink-0 rounded-sm', count > 0 ? fillOf[meaning] : 'border border-line-strong')}
      />
      <span>
        {formatNumber(count)} <span className="text-muted">{label}</span>
      </span>
    </>
  );
  const className = 'inline-flex items-center gap-1.5 rounded-sm';
  if (!href || count === 0) return <span className={className}>{content}</span>;
  return (
    <Link
      href={href}
      onClick={onFollow}
      className={cn(className, 'underline decoration-line-strong underline-offset-3 hover:decoration-ink')}
    >
      {content}
    </Link>
  );
}
