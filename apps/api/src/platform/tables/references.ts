/** Parts of the statements in which tables say what they refer to; see `Table.references`. */
import { attributePrefix } from '@engagex/domain/contacts';

/** What can be referred to, and is not deleted under those that do. */
export type Referred = 'group' | 'segment' | 'attribute' | 'topic' | 'template' | 'campaign' | 'image' | 'saved block';

/**
 * By what is referred to: a `select` of kind, id and name of the rows that refer to $1, an id, of an attribute its name, of an
 * image its hash.
 * Rows that would not mean anything else without it, such as what was sent, are left out.
 */
export type TableReferences = Readonly<Partial<Record<Referred, string>>>;

/** The same rows with a condition for each thing. */
export function referencesOf(rows: string, conditions: TableReferences): TableReferences {
  return Object.fromEntries(
    Object.entries(conditions).map(([noun, condition]) => [noun, `${rows} and (${condition})`]),
  );
}

/** A path into a tree or filter, at which one of the values is the one referred to. */
export const holds = (json: string, path: string, value = '$1::text') =>
  `jsonb_path_exists(${json}, '${path} ? (@ == $ref)', jsonb_build_object('ref', ${value}))`;

/** A document that has the saved block $1. */
export const holdsSavedBlock = (document: string, savedBlock = '$1::text') =>
  holds(document, '$.sections[*].columns[*].blocks[*].savedBlockId', savedBlock);

/** Content that shows the image $1: its address holds its hash. */
export const showsImage = (...contents: readonly string[]) =>
  contents.map((content) => `strpos(${content}::text, $1::text) > 0`).join(' or ');

/** How columns and fields of contacts name the attribute $1. */
export const namedAttribute = `'${attributePrefix}' || $1::text`;

/** What a filter of contacts in a column refers to. */
export const referencesOfFilter = (filter: string) => ({
  group: `${filter} ->> 'groupId' = $1::text`,
  segment: `${filter} ->> 'segmentId' = $1::text`,
  attribute: holds(filter, '$.conditions[*].field', namedAttribute),
});
