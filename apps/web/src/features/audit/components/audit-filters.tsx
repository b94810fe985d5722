import { apiKeysRoutes, membersRoutes } from '@engagex/domain/accounts';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useSearchParams } from 'wouter';
import { useProduct } from '../../../shared/product.ts';
import { routeQuery } from '../../../shared/query.ts';
import { useUrlState } from '../../../shared/url-state.ts';
import { Button } from '../../../ui/button.tsx';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import { asWords } from '../action-words.ts';
import { endOfDay, startOfDay } from '../days.ts';

const all = 'all';

/** What the log is narrowed to; it is in the address. */
export function useAuditFilter() {
  const [, setParams] = useSearchParams();
  const [actorId, setActorId] = useUrlState('actor');
  const [noun, setNoun] = useUrlState('kind');
  const [objectId, setObjectId] = useUrlState('object');
  const [from, setFrom] = useUrlState('from');
  const [to, setTo] = useUrlState('to');
  return {
    actorId,
    setActorId,
    noun,
    setNoun,
    objectId,
    setObjectId,
    from,
    setFrom,
    to,
    setTo,
    /** The same as the API takes it: days of the viewer as instants. */
    filter: {
      actorId: actorId || undefined,
      noun: noun || undefined,
      objectId: objectId || undefined,
      from: startOfDay(from),
      to: endOfDay(to),
    },
    isFiltered: [actorId, noun, objectId, from, to].some(Boolean),
    /** Replaces all filters by these. */
    show: (filters: { actor?: string; object?: string }) => setParams(new URLSearchParams(filters)),
  };
}

export type AuditFilterState = ReturnType<typeof useAuditFilter>;

export function AuditFilters({ state }: { state: AuditFilterState }) {
  const { actorId, noun, objectId, from, to } = state;
  const members = useQuery(routeQuery(membersRoutes.list, {}));
  const keys = useQuery(routeQuery(apiKeysRoutes.list, {}));
  const actors = [
    ...(members.data?.items ?? []).map(({ userId, name, email }) => ({ value: userId, label: name, detail: email })),
    ...(keys.data?.items ?? []).map(({ id, name, hint }) => ({ value: id, label: name, detail: `Key ${hint}…` })),
  ];
  // Who has left and what was revoked is found from an entry of theirs, and must not look like everybody here.
  const isUnlisted = actorId !== '' && !actors.some(({ value }) => value === actorId);
  const { things } = useProduct();
  const nouns = Object.entries(things)
    .map(([value, { name }]) => ({ value, label: name }))
    .toSorted((one, other) => one.label.localeCompare(other.label));
  const isOtherNoun = noun !== '' && !Object.hasOwn(things, noun);
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Select
        aria-label="Person or key"
        className="md:w-56"
        options={[
          { value: all, label: 'Anyone' },
          ...actors,
          ...(isUnlisted ? [{ value: actorId, label: 'Someone who left' }] : []),
        ]}
        value={actorId || all}
        onChange={(value) => state.setActorId(value === all ? '' : value)}
      />
      <Select
        aria-label="Type"
        className="md:w-48"
        options={[
          { value: all, label: 'All types' },
          ...nouns,
          ...(isOtherNoun ? [{ value: noun, label: asWords(noun) }] : []),
        ]}
        value={noun || all}
        onChange={(value) => state.setNoun(value === all ? '' : value)}
      />
      <Day label="From" value={from} max={to} onChange={state.setFrom} />
      <Day label="To" value={to} min={from} onChange={state.setTo} />
      {objectId && (
        <Button icon={X} onClick={() => state.setObjectId('')}>
          Only one item
        </Button>
      )}
    </div>
  );
}

interface DayProps {
  readonly label: string;
  readonly value: string;
  readonly min?: string;
  readonly max?: string;
  readonly onChange: (day: string) => void;
}

function Day({ label, value, min, max, onChange }: DayProps) {
  return (
    <label className="flex w-full min-w-0 items-center gap-2 text-muted md:w-auto">
      <span className="w-10 md:w-auto">{label}</span>
      <Input
        type="date"
        className="md:w-38"
        value={value}
        min={min}
        max={max}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
