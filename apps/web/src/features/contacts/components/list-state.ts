import {
  type Condition,
  conditions as conditionsSchema,
  type ContactFilter,
  subscriptions,
} from '@engagex/domain/contacts';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { useOrganization, useSession } from '../../../shared/session.ts';
import { recall, remember } from '../../../shared/storage.ts';
import { usualColumns } from './contact-columns.tsx';

const usualSort = '-createdAt';

/** What the list shows: filter and order are in the address, columns are remembered per person and organization. */
export function useListState() {
  const [params, setParams] = useSearchParams();
  const [columns, setColumns] = useColumns();
  const subscription = params.get('subscription');
  const filter: ContactFilter = {
    search: params.get('search') || undefined,
    groupId: params.get('group') || undefined,
    segmentId: params.get('segment') || undefined,
    subscription: subscriptions.find((each) => each === subscription),
    conditions: conditionsIn(params.get('where')),
  };
  const set = (values: Readonly<Record<string, string>>) =>
    setParams(
      (previous) => {
        for (const [name, value] of Object.entries(values)) {
          if (value === '') previous.delete(name);
          else previous.set(name, value);
        }
        return previous;
      },
      { replace: true },
    );
  return {
    filter,
    sort: params.get('sort') || usualSort,
    columns,
    viewId: params.get('view') ?? '',
    set,
    setColumns,
    setConditions: (conditions: readonly Condition[]) => set({ where: textOf(conditions) }),
    setSort: (sort: string) => set({ sort: sort === usualSort ? '' : sort }),
    show: (view: { id: string; filter: ContactFilter; sort: string; columns: readonly string[] } | null) => {
      set({
        view: view?.id ?? '',
        search: view?.filter.search ?? '',
        group: view?.filter.groupId ?? '',
        segment: view?.filter.segmentId ?? '',
        subscription: view?.filter.subscription ?? '',
        where: textOf(view?.filter.conditions ?? []),
        sort: view?.sort ?? '',
      });
      if (view && view.columns.length > 0) setColumns(view.columns);
    },
  };
}
export type ListState = ReturnType<typeof useListState>;

export function textOf(conditions: readonly Condition[]): string {
  return conditions.length === 0 ? '' : JSON.stringify(conditions);
}

/** An address that was tampered with filters nothing. */
function conditionsIn(text: string | null): Condition[] {
  if (!text) return [];
  try {
    return conditionsSchema.safeParse(JSON.parse(text)).data ?? [];
  } catch {
    return [];
  }
}

function useColumns(): [readonly string[], (columns: readonly string[]) => void] {
  const { user } = useSession();
  const { id } = useOrganization();
  const key = `contact-columns.${id}.${user.id}`;
  const [columns, setColumns] = useState<readonly string[]>(() => recall(key)?.split(' ') ?? usualColumns);
  return [
    columns,
    (next) => {
      setColumns(next);
      remember(key, next.join(' '));
    },
  ];
}
