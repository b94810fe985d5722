import { type AuditEntryView, auditRoutes } from '@engagex/domain/audit';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Download, KeyRound } from 'lucide-react';
import { useState } from 'react';
import { download } from '../../shared/files.ts';
import { useProduct } from '../../shared/product.ts';
import { routePages } from '../../shared/query.ts';
import { Button } from '../../ui/button.tsx';
import { columnsOf, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { Time } from '../../ui/time.tsx';
import { notifyFailure } from '../../ui/toast.tsx';
import { sentenceOf } from './action-words.ts';
import { AuditFilters, useAuditFilter } from './components/audit-filters.tsx';
import { EntrySheet } from './components/entry-sheet.tsx';

const column = columnsOf<AuditEntryView>();
const columns = column.columns([
  column.accessor('action', { id: 'what', header: 'What', cell: (info) => <Sentence entry={info.row.original} /> }),
  column.accessor((entry) => entry.actor.name, {
    id: 'who',
    header: 'Who',
    meta: { width: '14rem' },
    cell: (info) => <Actor actor={info.row.original.actor} />,
  }),
  column.accessor((entry) => entry.address ?? '–', { id: 'address', header: 'IP address', meta: { width: '10rem' } }),
  column.accessor('at', {
    header: 'When',
    meta: { width: '11rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
]);

function Sentence({ entry }: { entry: AuditEntryView }) {
  return sentenceOf(useProduct().actions, entry);
}

function Actor({ actor: { kind, name } }: Pick<AuditEntryView, 'actor'>) {
  if (kind === 'user') return name;
  return (
    <span className="inline-flex max-w-full items-center gap-1.5">
      <KeyRound aria-label="Key" className="size-3.5 shrink-0 text-muted" />
      <span className="truncate">{name}</span>
    </span>
  );
}

/** Who changed what in the organization, newest first. */
export function AuditPage() {
  const state = useAuditFilter();
  const [entry, setEntry] = useState<AuditEntryView | null>(null);
  const [isOpen, setOpen] = useState(false);
  const entries = useInfiniteQuery(routePages(auditRoutes.list, state.filter));
  const save = useMutation({
    mutationFn: () => download(auditRoutes.export, state.filter, 'audit-log.csv'),
    onError: notifyFailure('The log was not exported'),
  });
  const show = (filters: Parameters<typeof state.show>[0]) => {
    setOpen(false);
    state.show(filters);
  };
  return (
    <SettingsPage
      action={
        <Button icon={Download} loading={save.isPending} onClick={() => save.mutate()}>
          Export {state.isFiltered ? 'what matches' : 'the log'}
        </Button>
      }
    >
      <AuditFilters state={state} />
      <DataTable
        label="Entries"
        query={entries}
        columns={columns}
        rowId={({ seq }) => String(seq)}
        onRowOpen={(row) => {
          setEntry(row);
          setOpen(true);
        }}
        empty={
          state.isFiltered ? (
            <EmptyState picture="search" action={<Button onClick={() => show({})}>Show the whole log</Button>}>
              No entry matches these filters.
            </EmptyState>
          ) : (
            <EmptyState picture="search">Every change made by people and API keys will be listed here.</EmptyState>
          )
        }
      />
      <EntrySheet
        entry={entry}
        open={isOpen}
        onOpenChange={setOpen}
        onShowActor={(actor) => show({ actor })}
        onShowObject={(object) => show({ object })}
      />
    </SettingsPage>
  );
}
