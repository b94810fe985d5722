import { contactHandle, contactsRoutes } from '@engagex/domain/contacts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { routeQuery } from '../../../shared/query.ts';
import { useSettled } from '../../../shared/settled.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { SearchSelect } from '../../../ui/search-select.tsx';
import type { SelectOption } from '../../../ui/select.tsx';

/** Somebody a message is previewed as; the sample person has an empty value. */
export type PreviewPerson = SelectOption<string>;

export const samplePerson: PreviewPerson = { value: '', label: 'Ada Lovelace', detail: 'An example' };

interface PreviewPersonPickerProps {
  readonly person: PreviewPerson;
  readonly onChange: (person: PreviewPerson) => void;
}

/** Finds anybody among the contacts, and goes back and forth between those found before. */
export function PreviewPersonPicker({ person, onChange }: PreviewPersonPickerProps) {
  const [chosen, setChosen] = useState<readonly PreviewPerson[]>([samplePerson]);
  const [text, setText] = useState('');
  const search = useSettled(text).trim();
  const found = useQuery({
    ...routeQuery(contactsRoutes.list, { search: search || undefined, limit: 20 }),
    placeholderData: keepPreviousData,
  });
  const people = (found.data?.items ?? []).map((contact) => ({
    value: contact.id,
    label: [contact.firstName, contact.lastName].filter(Boolean).join(' ') || contactHandle(contact),
    detail: contactHandle(contact),
  }));
  const at = chosen.findIndex(({ value }) => value === person.value);
  const choose = (next: PreviewPerson) => {
    if (!chosen.some(({ value }) => value === next.value)) setChosen([...chosen, next]);
    onChange(next);
  };
  const step = (by: 1 | -1) => {
    const next = chosen[(at + by + chosen.length) % chosen.length];
    if (next) onChange(next);
  };
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-1">
      {chosen.length > 1 && (
        <>
          <IconButton label="Previous person" icon={ChevronLeft} onClick={() => step(-1)} />
          <span className="text-sm text-muted tabular-nums" aria-live="polite">
            {at + 1} of {chosen.length}
          </span>
          <IconButton label="Next person" icon={ChevronRight} onClick={() => step(1)} />
        </>
      )}
      <SearchSelect
        aria-label="Preview as"
        className="w-56 max-w-full"
        placeholder="Find a contact"
        options={search ? people : [samplePerson, ...people]}
        value={person}
        onChange={choose}
        onSearch={setText}
      />
    </div>
  );
}
