/**
 * Nouns that have been renamed, each with its former name. Entries are hashed, so stored ones keep the names and codes of
 * their time; they are read and found under today's.
 */
const renamed: readonly (readonly [former: string, today: string])[] = [
  ['notices', 'notifications'],
  ['pressure', 'frequency'],
  ['receivers', 'mailbox-providers'],
  ['wishes', 'preferences'],
];

/** SQL for today's name of a stored noun or operation. @param name SQL of it. */
export function todaysName(name: string): string {
  const cases = renamed.map(
    ([former, today]) => `when '${former}' then '${today}' || substr(${name}, ${former.length + 1})`,
  );
  return `case split_part(${name}, '.', 1) ${cases.join(' ')} else ${name} end`;
}

/** Codes that are spelled otherwise today, by the field they are in. */
const respelled: Readonly<Record<string, readonly string[]>> = {
  kind: ['add-to-group', 'remove-from-group', 'set-attribute'],
  operator: ['is-not', 'starts-with'],
  roundedIds: ['leave-out'],
  sharedIds: ['leave-out'],
  dayOrder: ['day first', 'month first'],
};

/** SQL for the fields of a stored entry with today's codes. @param fields SQL of `before` or `after`. */
export function todaysFields(fields: string): string {
  const pairs = Object.entries(respelled).flatMap(([field, codes]) =>
    codes.map((code) => [`"${field}": `, code] as const),
  );
  const text = [...pairs, ['', 'retries-exhausted'] as const].reduce(
    (sql, [before, code]) => `replace(${sql}, '${before}"${code}"', '${before}"${snakeCase(code)}"')`,
    `${fields}::text`,
  );
  return `${text}::jsonb`;
}

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
  const nouns = [noun, ...renamed.filter(([, today]) => today === noun).map(([former]) => former)];
  return nouns.map((each) => [each, ...operation].join('.'));
}
