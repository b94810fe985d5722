import { variableName } from '@engagex/domain/documents';
import { useState } from 'react';
import { SearchSelect } from '../../../ui/search-select.tsx';
import { useEditorState, useEditorStore } from '../state/editor-context.ts';
import { useBlockVariables } from './use-variables.ts';

interface VariableSelectProps {
  readonly value: string | null;
  readonly onChange: (name: string) => void;
  readonly 'aria-label'?: string;
}

/** One variable: of the list, or any name that is typed, since the data of events has names of its own. */
export function VariableSelect({ value, onChange, ...props }: VariableSelectProps) {
  const store = useEditorStore();
  const selectedId = useEditorState((state) => state.selectedId);
  const variables = useBlockVariables(store.block(selectedId));
  const [typed, setTyped] = useState('');
  const known = variables.map(({ name, label }) => ({ value: name, label, detail: name }));
  const isNew = variableName.safeParse(typed).success && !known.some((each) => each.value === typed);
  const words = typed.toLowerCase();
  const found = known.filter(({ label, value: name }) => `${label} ${name}`.toLowerCase().includes(words));
  const options = isNew ? [...found, { value: typed, label: typed, detail: 'Use this name' }] : found;
  const chosen = value === null ? null : (known.find((each) => each.value === value) ?? { value, label: value });
  return (
    <SearchSelect
      {...props}
      options={options}
      value={chosen}
      onSearch={setTyped}
      onChange={(option) => onChange(option.value)}
      placeholder="Search, or type a name"
      nothing="Type a name such as event.total."
    />
  );
}
