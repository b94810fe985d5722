/**
 * Nouns that have been renamed, each with its former name. Entries are hashed, so stored ones keep the name of their time;
 * they are read and found under today's.
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

/** Every name under which a noun or an operation may be stored. */
export function storedNames(name: string): string[] {
  const [noun = '', ...operation] = name.split('.');
  const nouns = [noun, ...renamed.filter(([, today]) => today === noun).map(([former]) => former)];
  return nouns.map((each) => [each, ...operation].join('.'));
}
