import type { ReplayMove, ReplayPreview } from '@engagex/domain/rule-replays';
import { Link } from 'wouter';
import { formatCount } from '../../../shared/format.ts';
import { valueOf } from '../replay-words.ts';

/** Every number that would change, before and after. */
export function MovesTable({ preview: { moves, more, unchangedReports, unknownReports } }: { preview: ReplayPreview }) {
  return (
    <>
      {moves.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, which must be possible by keyboard
        <div
          className="max-h-96 overflow-auto rounded-md border border-line"
          role="region"
          aria-label="What changes"
          tabIndex={0}
        >
          <table className="w-full text-sm tabular-nums">
            <thead className="sticky top-0 bg-subtle">
              <tr className="text-right text-xs text-muted">
                <th scope="col" className="px-3 py-2 text-left font-medium">
                  Report or campaign
                </th>
                <th scope="col" className="px-3 py-2 font-medium">
                  Before
                </th>
                <th scope="col" className="px-3 py-2 font-medium">
                  After
                </th>
              </tr>
            </thead>
            <tbody>
              {moves.map((move, index) => (
                <tr key={`${index} ${move.label}`} className="border-t border-line text-right align-top">
                  <th scope="row" className="px-3 py-1.5 text-left font-normal">
                    <Name move={move} />
                    <span className="block text-muted wrap-anywhere">{move.label}</span>
                  </th>
                  <td className="px-3 py-1.5 whitespace-nowrap">{valueOf(move, move.before)}</td>
                  <td className="px-3 py-1.5 font-medium whitespace-nowrap">{valueOf(move, move.after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="text-sm text-muted">
        {more > 0 && `${formatCount(more, 'further number changes', 'further numbers change')}. `}
        {unchangedReports > 0 &&
          `${formatCount(unchangedReports, 'saved report stays', 'saved reports stay')} the same. `}
        {unknownReports.length > 0 && `Not compared, because they take too long: ${unknownReports.join(', ')}.`}
      </p>
    </>
  );
}

function Name({ move: { what, id, name } }: { move: ReplayMove }) {
  if (what === 'total' || id === null) return name;
  return (
    <Link
      href={what === 'report' ? `/reports/${id}` : `/campaigns/${id}`}
      className="underline decoration-line-strong underline-offset-3 hover:decoration-accent"
    >
      {name}
    </Link>
  );
}
