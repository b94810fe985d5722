import { apiKeysRoutes } from '@engagex/domain/accounts';
import { type EventKind, eventKinds } from '@engagex/domain/events';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { routeQuery } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { useSettled } from '../../../shared/settled.ts';
import { useUrlState } from '../../../shared/url-state.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Input } from '../../../ui/input.tsx';
import { SearchSelect } from '../../../ui/search-select.tsx';
import { Select } from '../../../ui/select.tsx';
import { SuggestInput } from '../../../ui/suggest-input.tsx';
import { usePropertyNames } from '../../explore/index.ts';
import type { Filter } from '../use-tail.ts';

const any = 'any';

/** What the address of the page says is looked for. A property counts once its value is typed, too. */
export function useEventFilter(): Filter {
  const [name] = useUrlState('name');
  const [kind] = useUrlState('kind');
  const [key] = useUrlState('source');
  const [property] = useUrlState('property');
  const [value] = useUrlState('value');
  const [person] = useUrlState('person');
  const [warnings] = useUrlState('warnings');
  const [settledProperty, settledValue] = [useSettled(property.trim()), useSettled(value)];
  return {
    ...(name && { name }),
    ...(isKind(kind) && { kind }),
    ...(key && { key }),
    ...(settledProperty && settledValue && { property: settledProperty, value: settledValue }),
    ...(person && { person }),
    ...(warnings && { warnings: 'only' as const }),
  };
}

export function EventFilters({ names }: { names: readonly string[] }) {
  const [name, setName] = useUrlState('name');
  const [kind, setKind] = useUrlState('kind');
  const [key, setKey] = useUrlState('source');
  const [person, setPerson] = useUrlState('person');
  const [warnings, setWarnings] = useUrlState('warnings');
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchSelect
        aria-label="Event"
        placeholder="Any event"
        className="w-full sm:w-56"
        options={names.map((each) => ({ value: each, label: each }))}
        value={name ? { value: name, label: name } : null}
        onChange={({ value }) => setName(value)}
        onClear={() => setName('')}
      />
      <Select
        aria-label="Call"
        className="sm:w-36"
        options={[{ value: any, label: 'Any call' }, ...eventKinds.map((each) => ({ value: each, label: each }))]}
        value={isKind(kind) ? kind : any}
        onChange={(next) => setKind(next === any ? '' : next)}
      />
      <SourceSelect value={key} onChange={setKey} />
      <PropertyFilter event={name || null} />
      <Checkbox
        label="Only with warnings"
        checked={warnings !== ''}
        onChange={({ target }) => setWarnings(target.checked ? 'only' : '')}
      />
      {person && (
        <Button size="small" icon={X} onClick={() => setPerson('')}>
          One person only
        </Button>
      )}
    </div>
  );
}

/** Any name may be typed: not every property is listed. */
function PropertyFilter({ event }: { event: string | null }) {
  const [property, setProperty] = useUrlState('property');
  const [value, setValue] = useUrlState('value');
  return (
    <>
      <SuggestInput
        aria-label="Property"
        placeholder="Any property"
        className="w-full sm:w-44"
        suggestions={usePropertyNames(event)}
        value={property}
        onChange={setProperty}
      />
      {property !== '' && (
        <Input
          aria-label="Value of the property"
          placeholder="Value"
          className="w-full sm:w-36"
          value={value}
          onChange={({ target }) => setValue(target.value)}
        />
      )}
    </>
  );
}

/** Whoever may not see keys does without. */
function SourceSelect({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const canSeeKeys = useCan('api-keys:read');
  const keys = useQuery({ ...routeQuery(apiKeysRoutes.list, {}), enabled: canSeeKeys });
  const sources = keys.data?.items.filter(({ scopes }) => scopes.includes('events:write')) ?? [];
  if (!canSeeKeys || sources.length === 0) return null;
  return (
    <Select
      aria-label="Source"
      className="sm:w-48"
      options={[{ value: any, label: 'Any source' }, ...sources.map(({ id, name }) => ({ value: id, label: name }))]}
      value={value || any}
      onChange={(next) => onChange(next === any ? '' : next)}
    />
  );
}

function isKind(text: string): text is EventKind {
  const kinds: readonly string[] = eventKinds;
  return kinds.includes(text);
}
