import { type Column, documentLimits, type Section } from '@engagex/domain/documents';
import { Plus } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import { useEditorStore } from '../state/editor-context.ts';
import { newId } from '../state/new-id.ts';
import { useRemove } from '../state/use-remove.ts';
import { ColorControl, Group, NumberControl, Segments } from './controls.tsx';
import { useSettings } from './node-settings.ts';

export function SectionSettings({ section }: { section: Section }) {
  const settings = useSettings(section);
  const store = useEditorStore();
  const { style, columns } = section;
  return (
    <>
      <Group title="Columns">
        <div className="flex gap-1" aria-hidden>
          {columns.map(({ id, width }) => (
            <div key={id} className="h-8 rounded-sm border border-line-strong bg-subtle" style={{ flexGrow: width }} />
          ))}
        </div>
        {columns.length > 1 &&
          columns.map((column, at) => (
            <ColumnWidth key={column.id} column={column} name={`Width of column ${at + 1}`} />
          ))}
        {columns.length < documentLimits.columns && (
          <Button
            icon={Plus}
            onClick={() => {
              const column: Column = { id: newId(), width: 1, blocks: [] };
              store.do({ do: 'insert-column', sectionId: section.id, index: columns.length, column });
            }}
          >
            Add a column
          </Button>
        )}
        {columns.length > 1 && (
          <>
            <Segments
              label="On phones"
              options={[
                { value: 'first_on_top', label: 'First on top' },
                { value: 'last_on_top', label: 'Last on top' },
                { value: 'side_by_side', label: 'Side by side' },
              ]}
              value={style.onPhones}
              onChange={(next) => settings.set('style.onPhones', next)}
            />
            <Segments
              label="Columns stand"
              options={[
                { value: 'top', label: 'At the top' },
                { value: 'middle', label: 'In the middle' },
              ]}
              value={style.columnsAt}
              onChange={(next) => settings.set('style.columnsAt', next)}
            />
          </>
        )}
      </Group>
      <Group title="Style">
        <ColorControl
          label="Background"
          value={style.background}
          onChange={(next) => settings.set('style.background', next)}
          onPick={(next) => settings.type('style.background', next)}
        />
        <Segments
          label="Background as wide as"
          options={[
            { value: 'content', label: 'The message' },
            { value: 'window', label: 'The window' },
          ]}
          value={style.width}
          onChange={(next) => settings.set('style.width', next)}
        />
        <NumberControl
          label="Round corners"
          value={style.corners}
          min={0}
          max={32}
          onChange={(next) => settings.type('style.corners', next)}
        />
      </Group>
      <Group title="Space">
        <div className="grid grid-cols-3 gap-2">
          {(['top', 'bottom', 'sides'] as const).map((side) => (
            <NumberControl
              key={side}
              label={side === 'top' ? 'Above' : side === 'bottom' ? 'Below' : 'Sides'}
              value={style.padding[side]}
              min={0}
              max={side === 'sides' ? 80 : 160}
              onChange={(next) => settings.type(`style.padding.${side}`, next)}
            />
          ))}
        </div>
      </Group>
    </>
  );
}

function ColumnWidth({ column, name }: { column: Column; name: string }) {
  const settings = useSettings(column);
  return (
    <NumberControl
      label={name}
      unit="parts"
      value={column.width}
      min={1}
      max={12}
      onChange={(next) => settings.type('width', next)}
    />
  );
}

export function ColumnSettings({ column, section }: { column: Column; section: Section }) {
  const remove = useRemove();
  return (
    <Group title="Column">
      <ColumnWidth column={column} name="Width" />
      <p className="text-sm text-muted">
        A part of {section.columns.reduce((sum, { width }) => sum + width, 0)} in this section.
      </p>
      {section.columns.length > 1 && <Button onClick={() => remove(column.id)}>Remove column</Button>}
    </Group>
  );
}
