/**
 * Nouns that have been renamed, each with its former name. Entries are hashed, so stored ones keep the names and codes of
 * their time; they are read and found under today's.
 */
const renamed: readonly (readonly [former: string, today: string])[] = [
  ['examinations', 'delivery-tests'],
  ['notices', 'notifications'],
  ['pressure', 'frequency'],
  ['receivers', 'mailbox-providers'],
  ['wishes', 'preferences'],
];

/** The same of operations. */
const renamedOperations: readonly (readonly [former: string, today: string])[] = [
  ['campaigns.test', 'campaigns.send-test'],
  ['transports.test', 'transports.send-test'],
];

/** SQL for today's name of a stored noun or operation. @param name SQL of it. */
export function todaysName(name: string): string {
  const nouns = renamed.map(
    ([former, today]) => `when '${former}' then '${today}' || substr(${name}, ${former.length + 1})`,
  );
  const operations = renamedOperations.map(([former, today]) => `when '${former}' then '${today}'`);
  return `case ${name} ${operations.join(' ')} else case split_part(${name}, '.', 1) ${nouns.join(' ')} else ${name} end end`;
}

/** Codes that are spelled otherwise today, by the field they are in. */
const respelled: Readonly<Record<string, readonly string[]>> = {
  kind: ['add-to-group', 'remove-from-group', 'set-attribute'],
  operator: ['is-not', 'starts-with'],
  roundedIds: ['leave-out'],
  sharedIds: ['leave-out'],
  dayOrder: ['day first', 'month first'],
};

/** SQL for the fields of a stored entry under today's names, with today's codes. @param entry SQL of the entry. */
export function todaysFields(entry: string, side: 'before' | 'after'): string {
  const fields = `${entry}.${side}`;
  const pairs = Object.entries(respelled).flatMap(([field, codes]) =>
    codes.map((code) => [`"${field}": "${code}"`, `"${field}": "${snakeCase(code)}"`] as const),
  );
  const text = [...pairs, exhausted, predicate].reduce(
    (sql, [former, today]) => `replace(${sql}, '${former}', '${today}')`,
    `case when ${entry}.object_type = 'campaigns' and ${fields} ? 'test'
      then ${fields} - 'test' || jsonb_build_object('abTest', ${fields} -> 'test') else ${fields} end::text`,
  );
  return `(${text})::jsonb`;
}

/** Among several reasons, which are a list. */
const exhausted = ['"retries-exhausted"', '"retries_exhausted"'] as const;
const predicate = ['"test": {"op": ', '"predicate": {"op": '] as const;

/** SQL for what people recognize a thing by; a bulk action, by its kind. @param entry SQL of the stored entry. */
export function todaysLabel(entry: string): string {
  return `case ${entry}.object_type when 'bulk-actions' then replace(${entry}.object_name, '-', '_') else ${entry}.object_name end`;
}

function snakeCase(code: string): string {
  return code.replaceAll(/[- ]/g, '_');
}

/** Every name under which a noun or an operation may be stored. */
export function storedNames(name: string): string[] {
  const [noun = '', ...operation] = name.split('.');
  const nouns = [noun, ...formerNamesOf(noun, renamed)];
  return [...nouns.map((each) => [each, ...operation].join('.')), ...formerNamesOf(name, renamedOperations)];
}

function formerNamesOf(name: string, list: typeof renamed): string[] {
  return list.filter(([, today]) => today === name).map(([former]) => former);
}
