import type { ExploreQuery } from '@engagex/domain/explore';
import { Link } from 'wouter';
import { useCan } from '../../../shared/session.ts';
import type { AnswerTable as Table, Cell } from '../answer-tables.ts';
import { addressOfPeople } from '../query-in-address.ts';

/** The answer in numbers; those of people lead to who they are. */
export function AnswerTable({ query, table: { columns, names, rows } }: { query: ExploreQuery; table: Table }) {
  const canSeePeople = useCan('people:read');
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, which must be possible by keyboard
    <div
      className="max-h-140 overflow-auto rounded-md border border-line bg-surface"
      role="region"
      aria-label="Numbers"
      tabIndex={0}
    >
      <table className="w-full text-sm tabular-nums">
        <thead>
          <tr>
            {columns.map((name, index) => (
              <th
                key={`${index} ${name}`}
                scope="col"
                className={`sticky top-0 border-b border-line bg-subtle px-3 py-2 text-xs font-medium text-muted ${index < names ? 'text-left' : 'text-right'}`}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={`${row} ${cells[0]?.text}`} className="border-b border-line last:border-b-0">
              {cells.map((cell, index) =>
                index === 0 ? (
                  <th key="name" scope="row" className="px-3 py-1.5 text-left font-normal whitespace-nowrap">
                    {cell.text}
                  </th>
                ) : (
                  <td
                    key={`${index} ${columns[index]}`}
                    className={`px-3 py-1.5 whitespace-nowrap ${index < names ? '' : 'text-right'}`}
                  >
                    <Value cell={cell} query={query} isLinked={canSeePeople} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Value({ cell: { text, of }, query, isLinked }: { cell: Cell; query: ExploreQuery; isLinked: boolean }) {
  if (!of || !isLinked) return text;
  return (
    <Link
      href={addressOfPeople(query, of)}
      title="Who are they?"
      className="underline decoration-line-strong underline-offset-3 hover:decoration-accent"
    >
      {text}
    </Link>
  );
}
