import type { ImportRehearsal } from '@engagex/domain/contacts';

/** A contact that an import changes: its fields as they were, and as they are now. */
export interface ChangedContact {
  readonly line: string;
  readonly email: string | null;
  readonly before: Fields;
  readonly now: Fields;
}
type Value = ImportRehearsal['changes'][number]['fields'][number]['before'];
interface Fields {
  readonly attributes?: Readonly<Record<string, Value>>;
  readonly [field: string]: unknown;
}

/** The fields that differ, attributes by their names. */
export function changesOf(contacts: readonly ChangedContact[]): ImportRehearsal['changes'] {
  return contacts.map(({ line, email, before, now }) => {
    const { attributes = {}, deletedAt, deletedGroupIds: _groups, ...plain } = before;
    const fields = [
      ...Object.keys(plain).map((field) => ({ field, before: valueOf(plain[field]), after: valueOf(now[field]) })),
      ...Object.keys(attributes).map((name) => ({
        field: `attribute:${name}`,
        before: attributes[name] ?? null,
        after: now.attributes?.[name] ?? null,
      })),
      ...(deletedAt ? [{ field: 'deletedAt', before: valueOf(deletedAt), after: null }] : []),
    ];
    return { line: Number(line), email, fields };
  });
}

function valueOf(value: unknown): Value {
  return typeof value === 'string' ? value : null;
}
