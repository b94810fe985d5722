import { attributesRoutes, contactsRoutes } from '@engagex/domain/contacts';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { routeQuery } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { SearchInput } from '../../../ui/search-input.tsx';
import { snippetAt, standardVariables, type Variable, variableOf, variablesLike } from './variables.ts';

/** The fields of a template that may hold variables, by the names they have in its form. */
const placeNames: ReadonlyMap<string, string> = new Map([
  ['subject', 'Subject'],
  ['preheader', 'Preheader'],
  ['textBody', 'Plain text'],
]);

type Place = HTMLInputElement | HTMLTextAreaElement;

/** The field that something with the focus is, when it may hold variables. */
function placeOf(target: EventTarget | null): Place | null {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  return isField && placeNames.has(target.name) ? target : null;
}

function isInCode(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.cm-editor') !== null;
}

/** The field where the cursor was last; null while that is the code. */
function usePlace(): Place | null {
  const [place, setPlace] = useState<Place | null>(null);
  useEffect(() => {
    const follow = ({ target }: FocusEvent) =>
      setPlace((before) => placeOf(target) ?? (isInCode(target) ? null : before));
    document.addEventListener('focusin', follow);
    return () => document.removeEventListener('focusin', follow);
  }, []);
  return place;
}

interface VariableListProps {
  readonly variables: readonly Variable[];
  /** Writes into the code, where a variable goes that has no other place. */
  readonly onInsert: (snippet: string) => void;
}

/** What can be said about a contact and the organization; a click writes it where the cursor is. */
export function VariableList({ variables, onInsert }: VariableListProps) {
  const place = usePlace();
  const [search, setSearch] = useState('');
  const found = variablesLike(variables, search);
  function insert({ snippet }: Variable) {
    if (place?.isConnected) write(place, snippet);
    else onInsert(snippet);
  }
  return (
    <section aria-label="Variables" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="font-medium">Variables</h2>
        <p className="text-sm text-muted">
          Click one to insert it into {placeNames.get(place?.name ?? '') ?? 'Content'}, at the cursor.
        </p>
      </div>
      <SearchInput label="Search variables" value={search} onSearch={setSearch} className="sm:w-full" />
      <ul className="max-h-64 divide-y divide-line overflow-y-auto rounded-md border border-line">
        {found.map((variable) => (
          <li key={variable.name}>
            <button
              type="button"
              title={variable.snippet}
              onClick={() => insert(variable)}
              className="grid w-full grid-cols-[1fr_auto] gap-x-3 px-3 py-1.5 text-left hover:bg-hover"
            >
              <span className="font-medium wrap-anywhere">{variable.label}</span>
              <span className="text-sm text-muted">{variable.type}</span>
              <code className="text-sm wrap-anywhere text-muted">{variable.name}</code>
              <span className="max-w-40 truncate text-sm text-muted">{variable.example}</span>
            </button>
          </li>
        ))}
        {found.length === 0 && <li className="px-3 py-2 text-sm text-muted">No variable matches.</li>}
      </ul>
    </section>
  );
}

/** What every template may say, and the organization's own attributes, with what the newest contacts have for examples. */
export function useVariables(): readonly Variable[] {
  const canRead = useCan('contacts:read');
  const attributes = useQuery({ ...routeQuery(attributesRoutes.list, {}), enabled: canRead });
  const contacts = useQuery({ ...routeQuery(contactsRoutes.list, { limit: 50 }), enabled: canRead });
  const people = contacts.data?.items ?? [];
  const own = (attributes.data?.items ?? [])
    .filter(({ deletedAt }) => deletedAt === null)
    .map((attribute) => {
      const values = people.map((person) => new Map(Object.entries(person.attributes)).get(attribute.name));
      return variableOf(
        attribute,
        values.find((value) => value !== undefined && value !== ''),
      );
    });
  return [...standardVariables, ...own];
}

/** Writes at the cursor, as typing would, and puts the cursor behind it. */
function write(field: Place, snippet: string): void {
  const start = field.selectionStart ?? field.value.length;
  const end = field.selectionEnd ?? start;
  field.focus();
  field.setRangeText(snippetAt(field.value, start, snippet), start, end, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true })); // what React and the form listen to
}
