/**
 * Whether all text in a value, keys included, can be stored as it is: PostgreSQL takes no U+0000 in text or jsonb, and
 * half of a surrogate pair would become another text. However deep the value is.
 */
export function isStorable(value: unknown): boolean {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const each = left.pop();
    if (typeof each === 'string' && !isStorableText(each)) return false;
    if (!each || typeof each !== 'object') continue;
    for (const [key, item] of Object.entries(each)) {
      if (!isStorableText(key)) return false;
      left.push(item);
    }
  }
  return true;
}

export const unstorable = 'Text cannot contain the NUL character or half a character (a lone surrogate).';

function isStorableText(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}
