import {
  type BulkActionView,
  bulkActionsRoutes,
  type ContactFilter,
  contactsRoutes,
  groupsRoutes,
} from '@engagex/domain/contacts';
import { segmentsRoutes } from '@engagex/domain/segments';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Columns3, Plus, Send, Upload } from 'lucide-react';
import { useMemo, useState } from 'react';
import { formatCount } from '../../shared/format.ts';
import { routePages, routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DataTable, type RowSelectionState } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { Select } from '../../ui/select.tsx';
import { BulkBar, BulkProgress } from '../bulk-actions/index.ts';
import { ColumnsDialog } from './components/columns-dialog.tsx';
import { ConditionsBar } from './components/conditions-bar.tsx';
import { columnsFor } from './components/contact-columns.tsx';
import { type ListState, textOf, useListState } from './components/list-state.ts';
import { ExportButton } from '../exports/index.ts';
import { MoreMenu } from './components/more-menu.tsx';
import { NewContactDialog } from './components/new-contact-dialog.tsx';
import { SortSelect } from './components/sort-select.tsx';
import { ViewsMenu } from './components/views-menu.tsx';
import { useAttributes } from '../attributes/index.ts';
import { LimitNotice } from '../plans/index.ts';

const none: readonly never[] = [];

export function ContactsPage() {
  const state = useListState();
  const { filter, sort } = state;
  const definitions = useAttributes() ?? none;
  const [isAdding, setAdding] = useState(false);
  const [selected, setSelected] = useState<RowSelectionState>({});
  const [startedId, setStartedId] = useState<string | null>(null);
  const asked = { ...filter, conditions: textOf(filter.conditions) || undefined };
  const contacts = useInfiniteQuery(routePages(contactsRoutes.list, { ...asked, sort }));
  const total = useQuery(routeQuery(contactsRoutes.count, asked));
  const canWrite = useCan('contacts:write');
  const canCampaign = useCan('campaigns:write');
  const sendable = audienceOf(filter);
  const columns = useMemo(() => columnsFor(state.columns, definitions), [state.columns, definitions]);
  const isFiltered = Boolean(
    filter.search || filter.groupId || filter.segmentId || filter.subscription || filter.conditions.length > 0,
  );
  const ids = Object.keys(selected).filter((id) => selected[id]);
  const actions = canWrite && (
    <div className="flex flex-wrap gap-2">
      <MoreMenu />
      {canCampaign && sendable && (
        <ButtonLink icon={Send} href={`/campaigns/new?${sendable}`}>
          Send to these people
        </ButtonLink>
      )}
      <ExportButton filter={filter} />
      <ButtonLink icon={Upload} href="/contacts/import">
        Import
      </ButtonLink>
      <Button variant="primary" icon={Plus} onClick={() => setAdding(true)}>
        New contact
      </Button>
    </div>
  );
  return (
    <Page wide>
      <PageHeader
        title="Contacts"
        state={total.data ? `${formatCount(total.data.count, 'contact')}${isFiltered ? ' match' : ''}` : '\u00a0'}
        action={actions}
      />
      <LimitNotice of="contacts" />
      <Toolbar state={state} />
      {startedId && <Started id={startedId} />}
      <DataTable
        label="Contacts"
        query={contacts}
        columns={columns}
        rowId={({ id }) => id}
        rowHref={({ id }) => `/contacts/${id}`}
        {...(canWrite && { selected, onSelect: setSelected })}
        empty={
          isFiltered ? (
            <EmptyState picture="search">
              No contact matches{filter.search ? ` “${filter.search}”` : ' these filters'}.
            </EmptyState>
          ) : (
            <EmptyState
              picture="people"
              action={
                canWrite && (
                  <ButtonLink variant="primary" icon={Upload} href="/contacts/import">
                    Import contacts
                  </ButtonLink>
                )
              }
            >
              Import or add the people you write to.
            </EmptyState>
          )
        }
      />
      {canWrite && ids.length > 0 && (
        <BulkBar
          key={textOf(filter.conditions) + JSON.stringify(filter)}
          ids={ids}
          filter={filter}
          total={total.data?.count}
          definitions={definitions}
          onStarted={({ id }: BulkActionView) => setStartedId(id)}
          onClear={() => setSelected({})}
        />
      )}
      <NewContactDialog open={isAdding} onOpenChange={setAdding} />
    </Page>
  );
}

/** A group or segment that is shown and nothing else is asked of: what a campaign can be sent to as it is. */
function audienceOf({ search, groupId, segmentId, subscription, conditions }: ContactFilter): string | null {
  if (search || subscription || conditions.length > 0 || Boolean(groupId) === Boolean(segmentId)) return null;
  return groupId ? `group=${groupId}` : `segment=${segmentId}`;
}

/** The bulk change that was started here last, until the page is left. */
function Started({ id }: { id: string }) {
  const { data } = useQuery(routeQuery(bulkActionsRoutes.get, { id }));
  return (
    data && (
      <Card aria-label="Bulk change">
        <BulkProgress action={data} />
      </Card>
    )
  );
}

const all = 'all';

function Toolbar({ state }: { state: ListState }) {
  const [isChoosing, setChoosing] = useState(false);
  const definitions = useAttributes() ?? none;
  const groups = useQuery(routeQuery(groupsRoutes.list, {}));
  const segments = useQuery(routeQuery(segmentsRoutes.list, {}));
  const { filter, set } = state;
  return (
    <div className="grid grid-cols-2 gap-2 md:flex md:flex-wrap">
      <SearchInput
        label="Search contacts"
        className="col-span-2"
        value={filter.search ?? ''}
        onSearch={(search) => set({ search })}
      />
      <ViewsMenu state={state} />
      <Select
        aria-label="Group"
        className="md:w-44"
        options={[
          { value: all, label: 'All groups' },
          ...(groups.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={filter.groupId ?? all}
        onChange={(value) => set({ group: value === all ? '' : value })}
      />
      <Select
        aria-label="Segment"
        className="md:w-44"
        options={[
          { value: all, label: 'All segments' },
          ...(segments.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={filter.segmentId ?? all}
        onChange={(value) => set({ segment: value === all ? '' : value })}
      />
      <Select
        aria-label="Subscription"
        className="md:w-44"
        options={[
          { value: all, label: 'Subscribed or not' },
          { value: 'subscribed', label: 'Subscribed' },
          { value: 'unsubscribed', label: 'Unsubscribed' },
        ]}
        value={filter.subscription ?? all}
        onChange={(value) => set({ subscription: value === all ? '' : value })}
      />
      <SortSelect sort={state.sort} definitions={definitions} onChange={state.setSort} />
      <Button icon={Columns3} onClick={() => setChoosing(true)}>
        Columns
      </Button>
      <ConditionsBar conditions={filter.conditions} definitions={definitions} onChange={state.setConditions} />
      <ColumnsDialog
        open={isChoosing}
        onOpenChange={setChoosing}
        columns={state.columns}
        definitions={definitions}
        onChange={state.setColumns}
      />
    </div>
  );
}
