import { dashboardsRoutes, type DashboardCard, type DashboardView } from '@engagex/domain/reports';
import type { InputOf } from '@engagex/domain/shared';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { type Base, isSame } from '../../shared/draft.ts';
import { formatCount } from '../../shared/format.ts';
import { useRouteMutation } from '../../shared/query.ts';
import { notifyFailure } from '../../ui/toast.tsx';
import { useVersion } from '../../ui/use-version.tsx';

export interface DashboardValues {
  readonly name: string;
  readonly refreshSeconds: number | null;
  readonly cards: readonly DashboardCard[];
}

type Update = InputOf<typeof dashboardsRoutes.update>;

const saveAfterMs = 700;
const labels = { name: 'Name', refreshSeconds: 'Refresh', cards: 'Cards' };

const valuesOf = ({ name, refreshSeconds, cards }: DashboardView): DashboardValues => ({ name, refreshSeconds, cards });

function show(field: string, value: unknown): string {
  if (field === 'cards') return Array.isArray(value) ? formatCount(value.length, 'card') : '';
  if (field === 'refreshSeconds') return value === null ? 'Manually' : `Every ${String(value)} seconds`;
  return String(value);
}

/** What is edited of a dashboard: saved by itself a moment after the last change, and never over what somebody else saved. */
export function useDashboardDraft(dashboard: DashboardView) {
  const [values, setValues] = useState(() => valuesOf(dashboard));
  const mine = useRef(values);
  const base = useRef<Base<DashboardValues>>({ values, version: dashboard.updatedAt });
  const [isAsking, setIsAsking] = useState(false);
  const [saved, setSaved] = useState(values);
  const put = (next: DashboardValues) => {
    mine.current = next;
    setValues(next);
  };
  const version = useVersion<DashboardView, DashboardValues>({
    stored: dashboard,
    valuesOf,
    labels,
    show,
    save: (): void => save(),
    mine: () => mine.current,
    base: () => base.current,
    begin: (begun) => {
      base.current = begun;
      setSaved(begun.values);
    },
    take: (stored, theirs) => {
      const kept = Object.fromEntries(Object.entries(mine.current).filter(([field]) => !theirs.has(field)));
      put({ ...stored, ...kept });
    },
  });
  const update = useRouteMutation(dashboardsRoutes.update, {
    onSuccess: (stored) => {
      version.settle(stored);
      if (isDirty()) save();
    },
    onError: (error) => {
      setIsAsking(true);
      version.onRefused(notifyFailure('The dashboard was not saved'))(error);
    },
  });
  const isDirty = () => !isSame(mine.current, base.current.values);
  function save(): void {
    setIsAsking(false);
    if (!isDirty()) return;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- cards and seconds came from the contract, which has them writable
    const changed = mine.current as Pick<Update, 'name' | 'cards' | 'refreshSeconds'>;
    update.mutate({ ...changed, id: dashboard.id, version: version.current() });
  }
  const saveLater = useEffectEvent((latest: DashboardValues) => {
    if (!update.isPending && !isAsking && !isSame(latest, base.current.values)) save();
  });
  useEffect(() => {
    const timer = setTimeout(() => saveLater(values), saveAfterMs);
    return () => clearTimeout(timer);
  }, [values]);
  const saveNow = useEffectEvent(() => isDirty() && !isAsking && save());
  useEffect(() => () => void saveNow(), []);
  return {
    values,
    change: (next: Partial<DashboardValues>) => {
      setIsAsking(false);
      put({ ...mine.current, ...next });
    },
    notices: version.notices,
    state: isAsking ? 'Not saved' : update.isPending || !isSame(values, saved) ? 'Saving…' : 'Saved',
  } as const;
}
