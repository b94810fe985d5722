import { type Alignment, type BlockOf, documentLimits, richLineOf } from '@engagex/domain/documents';
import { Minus, Plus } from 'lucide-react';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { AlignControl } from './controls.tsx';
import type { Settings } from './node-settings.ts';
import { RepeatFields } from './repeat-fields.tsx';

type Table = BlockOf<'table'>;

/** The shape of a table; its cells are written on the canvas. */
export function TableControl({ block, settings }: { block: Table; settings: Settings }) {
  const { header, rows, style } = block;
  const columns = Math.max(header?.length ?? 0, ...rows.map(({ cells }) => cells.length));
  return (
    <>
      <Checkbox
        label="Header row"
        checked={header !== null}
        onChange={({ target }) =>
          settings.set('header', target.checked ? Array.from({ length: columns }, () => richLineOf()) : null)
        }
      />
      <Counter
        label="Rows"
        count={rows.length}
        most={documentLimits.tableRows}
        onMore={() => settings.set('rows', [...rows, { cells: Array.from({ length: columns }, () => richLineOf()) }])}
        onFewer={() => settings.set('rows', rows.slice(0, -1))}
      />
      <Counter
        label="Columns"
        count={columns}
        most={documentLimits.tableColumns}
        onMore={() => resize(columns + 1)}
        onFewer={() => resize(columns - 1)}
      />
      <AlignControl
        value={style.columns.at(-1) ?? style.align}
        onChange={(align) => settings.set('style.columns', aligned(style.columns, columns, style.align, align))}
      />
      <RepeatFields
        label={
          rows.length > 1 ? 'Repeat the first row for each item of a list' : 'Repeat the row for each item of a list'
        }
        value={rows[0]?.repeat}
        onChange={(repeat) => settings.set('rows', [{ ...rows[0], repeat }, ...rows.slice(1)])}
      />
    </>
  );

  function resize(count: number) {
    const cells = (row: Table['rows'][number]['cells']) =>
      Array.from({ length: count }, (_, at) => row[at] ?? richLineOf());
    const resized = rows.map((row) => ({ ...row, cells: cells(row.cells) }));
    settings.setAll({ rows: resized, header: header && cells(header) });
  }
}

function aligned(now: readonly Alignment[], count: number, usual: Alignment, last: Alignment): Alignment[] {
  return Array.from({ length: count }, (_, at) => (at === count - 1 ? last : (now[at] ?? usual)));
}

interface CounterProps {
  readonly label: string;
  readonly count: number;
  readonly most: number;
  readonly onMore: () => void;
  readonly onFewer: () => void;
}

function Counter({ label, count, most, onMore, onFewer }: CounterProps) {
  const one = label.toLowerCase().replace(/s$/, '');
  return (
    <div className="flex items-center justify-between">
      <span className="font-medium">{label}</span>
      <span className="flex items-center gap-1">
        <IconButton label={`Remove a ${one}`} icon={Minus} disabled={count <= 1} onClick={onFewer} />
        <span className="w-6 text-center tabular-nums">{count}</span>
        <IconButton label={`Add a ${one}`} icon={Plus} disabled={count >= most} onClick={onMore} />
      </span>
    </div>
  );
}
