import { isTheirOwn, suppressionReasons, suppressionsRoutes, type SuppressionView } from '@engagex/domain/suppressions';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { Download, Plus, Upload } from 'lucide-react';
import { useState } from 'react';
import { download } from '../../shared/files.ts';
import { formatCount } from '../../shared/format.ts';
import { routePages, routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { Button } from '../../ui/button.tsx';
import { columnsOf, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { Select } from '../../ui/select.tsx';
import { Time } from '../../ui/time.tsx';
import { notify, notifyFailure } from '../../ui/toast.tsx';
import { ImportDialog } from './components/import-dialog.tsx';
import { RemoveDialog } from './components/remove-dialog.tsx';
import { SuppressDialog } from './components/suppress-dialog.tsx';
import { reasonWords } from './reason-words.ts';

const column = columnsOf<SuppressionView>();
const columns = column.columns([
  column.accessor((row) => row.address ?? 'An erased person', { id: 'address', header: 'Address' }),
  column.accessor((row) => reasonWords[row.reason], { id: 'reason', header: 'Why', meta: { width: '11rem' } }),
  column.accessor((row) => [row.note, row.by].filter(Boolean).join(' · '), { id: 'note', header: 'Note' }),
  column.accessor('createdAt', {
    header: 'Since',
    meta: { width: '11rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
]);

const all = 'all';

/** The addresses that get nothing, whatever their contact says. A row opens the question to take it off. */
export function SuppressionsPage() {
  const [search, setSearch] = useUrlState('search');
  const [why, setWhy] = useUrlState('reason');
  const [dialog, setDialog] = useState<'add' | 'import' | null>(null);
  const [removing, setRemoving] = useState<SuppressionView | null>(null);
  const canWrite = useCan('contacts:write');
  const reason = suppressionReasons.find((each) => each === why);
  const filter = { search: search || undefined, reason };
  const rows = useInfiniteQuery(routePages(suppressionsRoutes.list, filter));
  const total = useQuery(routeQuery(suppressionsRoutes.count, filter));
  const save = useMutation({
    mutationFn: () => download(suppressionsRoutes.export, {}, 'suppressed.csv'),
    onError: notifyFailure('The list was not exported'),
  });
  const isFiltered = Boolean(search || reason);
  const open = (row: SuppressionView) => {
    if (!canWrite) return;
    if (isTheirOwn(row.reason)) notify('Only this person can lift it, by signing up again');
    else setRemoving(row);
  };
  const add = canWrite && (
    <Button variant="primary" icon={Plus} onClick={() => setDialog('add')}>
      Suppress an address
    </Button>
  );
  return (
    <Page wide>
      <PageHeader
        title="Suppressed"
        trail={[{ name: 'Contacts', href: '/contacts' }]}
        state={
          total.data
            ? isFiltered
              ? formatCount(total.data.count, 'matching address', 'matching addresses')
              : formatCount(total.data.count, 'suppressed address', 'suppressed addresses')
            : '\u00a0'
        }
        action={
          <>
            <Button icon={Download} loading={save.isPending} onClick={() => save.mutate()}>
              Export
            </Button>
            {canWrite && (
              <Button icon={Upload} onClick={() => setDialog('import')}>
                Import
              </Button>
            )}
            {add}
          </>
        }
      />
      <div className="flex flex-wrap gap-2">
        <SearchInput label="Search addresses" value={search} onSearch={setSearch} />
        <Select
          aria-label="Why"
          className="md:w-52"
          options={[
            { value: all, label: 'Any reason' },
            ...suppressionReasons.map((value) => ({ value, label: reasonWords[value] })),
          ]}
          value={reason ?? all}
          onChange={(value) => setWhy(value === all ? '' : value)}
        />
      </div>
      <DataTable
        label="Suppressed addresses"
        query={rows}
        columns={columns}
        rowId={({ id }) => id}
        onRowOpen={open}
        empty={
          isFiltered ? (
            <EmptyState picture="search">No address matches.</EmptyState>
          ) : (
            <EmptyState picture="people" action={add}>
              Addresses that must not get mail will be listed here: people who unsubscribed or complained, and addresses
              that do not exist.
            </EmptyState>
          )
        }
      />
      <SuppressDialog open={dialog === 'add'} onOpenChange={() => setDialog(null)} />
      <ImportDialog open={dialog === 'import'} onOpenChange={() => setDialog(null)} />
      <RemoveDialog suppression={removing} close={() => setRemoving(null)} />
    </Page>
  );
}
