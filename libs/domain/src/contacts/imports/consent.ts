import { plainName } from './plain-name.ts';
import type { MailField, MailMeaning, MailStatus } from './mail-meanings.ts';
import { isDateLike, kindOfHeader, meaningOfWord, saysNo, saysYes } from './consent-words.ts';

/** Keys of values of which there are too many to be asked about one by one. */
export const emptyValue = '';
export const anyDate = '(date)';
export const anyNumber = '(number)';
export const anyText = '(text)';

const longestKey = 40;

/**
 * The value a cell counts as: its words without case and punctuation, `(date)` for every date, `(number)` for every
 * number above one, empty for nothing.
 */
export function valueKey(cell: string): string {
  const text = cell.trim();
  if (text === '' || /^(?:[-–—]+|null|n\/a|\(null\)|none|nil|nan|undefined|\[\]|\{\}|0000-00-00.*)$/i.test(text))
    return emptyValue;
  const sign = signs.get(text);
  if (sign) return sign;
  if (isDateLike(text)) return anyDate;
  if (/^\d+(?:[.,]\d+)?$/.test(text)) {
    const number = Number(text.replace(',', '.'));
    return number === 0 ? '0' : number === 1 ? '1' : anyNumber;
  }
  const words = plainName(text);
  return words === '' ? text.slice(0, longestKey) : words.length > longestKey ? anyText : words;
}

const signs: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '✓': 'yes',
    '✔': 'yes',
    '☑': 'yes',
    '✅': 'yes',
    '+': 'yes',
    '✗': 'no',
    '✘': 'no',
    '❌': 'no',
    '☐': 'no',
    '☒': 'yes',
  }),
);

/** What a value means in a column of this kind; null when that has to be asked. */
export function meaningOf(field: MailField, key: string, header = ''): MailMeaning | null {
  const word = meaningOfWord(key);
  const names = plainName(header);
  switch (field) {
    case 'unsubscribed':
      if (key === emptyValue || saysNo(key)) return 'nothing';
      if (saysYes(key) || key === anyDate || key === anyNumber) return 'unsubscribed';
      return word ?? (isReason(names) ? 'unsubscribed' : null);
    case 'acceptsMail':
      if (saysYes(key) || key === anyDate) return 'subscribed';
      return saysNo(key) ? 'unsubscribed' : word;
    case 'confirmed':
      if (saysYes(key) || key === anyDate) return 'subscribed';
      return saysNo(key) ? 'unconfirmed' : word;
    case 'bounced':
      if (key === emptyValue || saysNo(key) || key === 'never') return 'nothing';
      // One bounce of unknown kind may have been a full mailbox.
      if (key === anyNumber || key === '1') return isCount(names) ? null : 'bounced';
      if (saysYes(key) || key === anyDate || key === 'hard') return 'bounced';
      if (key === 'soft') return 'nothing';
      return word ?? (isReason(names) ? 'bounced' : null);
    case 'complained':
      if (key === emptyValue || saysNo(key)) return 'nothing';
      if (saysYes(key) || key === anyDate || key === anyNumber) return 'complained';
      return word ?? (isReason(names) ? 'complained' : null);
    case 'mailStatus':
      return word;
  }
}

function isReason(names: string): boolean {
  return /\b(reasons?|grund|grunde|motif|motivo|raison|reden|powod|comment|campaign title|campaign|suppressions?|date|time|datum|at|on)\b/.test(
    names,
  );
}

function isCount(names: string): boolean {
  return (
    /count|number|anzahl|nombre|numero|aantal|liczba|\bbounces\b|emails bounced|bouncecount|soft/.test(names) &&
    !/hard/.test(names)
  );
}

/** A value of a column and its number of rows. */
export interface CountedValue {
  readonly value: string;
  readonly count: number;
}

/** What one column of a file seems to say about mail. */
export type ConsentGuess =
  | { readonly kind: 'none' }
  /** Its name or its values say what it is; single values may still have to be asked. */
  | { readonly kind: 'field'; readonly field: MailField }
  /** It may say who wants no mail, but nothing confirms that it does. */
  | { readonly kind: 'unclear' };

/** Words for a status that are also words for a part of a country. */
const isPlace = /^(state|estado|stato|etat)$/;
const none: ConsentGuess = { kind: 'none' };

/**
 * What a column says about mail, by its header and its values; `values` is null when there are too many different ones.
 */
export function guessConsent(header: string, values: readonly CountedValue[] | null): ConsentGuess {
  const named = kindOfHeader(plainName(header));
  if (named === 'other') return none;
  const said = values?.filter(({ value }) => value !== emptyValue) ?? [];
  if (values && said.length === 0) {
    // An empty column of those who left or bounced says nothing; one of confirmations says that nobody did.
    return named === 'confirmed' || named === 'acceptsMail' ? { kind: 'field', field: named } : none;
  }
  if (values === null) {
    const speaks = named === 'unsubscribed' || named === 'bounced' || named === 'complained';
    return speaks ? { kind: 'field', field: named } : none;
  }
  if (said.length > 40) return none;
  const words = said.map(({ value }) => meaningOfWord(value));
  const known = words.filter((word) => word !== null);
  const isPolar = said.every(({ value }) => saysYes(value) || saysNo(value));
  const isTimed = said.every(({ value }) => value === anyDate);
  if (named === 'status') {
    if (isPolar) return { kind: 'unclear' };
    const isOfMail = known.some((word) => word !== 'nothing');
    if (isOfMail) return { kind: 'field', field: 'mailStatus' };
    return said.length <= 12 && !isTimed && !isPlace.test(plainName(header)) ? { kind: 'unclear' } : none;
  }
  if (named) {
    // Every row has its time of joining: that says nothing, and the times are worth keeping.
    if (isTimed && (named === 'acceptsMail' || named === 'confirmed') && said.length === values.length) return none;
    if (isPolar || isTimed) return { kind: 'field', field: named };
    if (named === 'acceptsMail' || named === 'confirmed') {
      if (known.length === said.length)
        return {
          kind: 'field',
          field: said.some(({ value }) => saysYes(value) || saysNo(value)) ? named : 'mailStatus',
        };
      return known.length > 0 ? { kind: 'field', field: 'mailStatus' } : said.length <= 12 ? { kind: 'unclear' } : none;
    }
    return { kind: 'field', field: named };
  }
  // Values that speak for themselves, whatever the column is called.
  const opposed = words.filter((word) => word !== null && word !== 'subscribed' && word !== 'nothing').length;
  if (opposed > 0 && known.length * 2 >= said.length) return { kind: 'field', field: 'mailStatus' };
  if (opposed > 0 && said.length <= 12) return { kind: 'unclear' };
  return isPolar && (said.length === 1 || isPolarity(said.map(({ value }) => value))) ? { kind: 'unclear' } : none;
}

/** Yes and no rather than codes that look like it: x and y are both a yes. */
function isPolarity(keys: readonly string[]): boolean {
  return keys.some((key) => key.length > 1) || (keys.some(saysYes) && keys.some(saysNo));
}

/** The severest of what several columns say. */
export function severest(one: MailStatus | null, other: MailMeaning): MailStatus | null {
  if (other === 'subscribed' || other === 'nothing') return one;
  return one === null || severity[other] > severity[one] ? other : one;
}

const severity: Readonly<Record<MailStatus, number>> = { unconfirmed: 1, unsubscribed: 2, bounced: 3, complained: 4 };

/** What the name of a file says about everybody in it, as products name their exports; null for nothing. */
export function meaningOfFileName(name: string): Exclude<MailMeaning, 'subscribed' | 'nothing'> | null {
  const words = plainName(name.replace(/\.[a-z]+$/i, ''));
  if (/\b(cleaned|hard ?bounce\w*|bounced?|bounces|undeliverable|unreachable|rucklaufer)\b/.test(words))
    return 'bounced';
  if (/\b(complain\w*|spam|abuse\w*|junk|beschwerden?)\b/.test(words)) return 'complained';
  if (
    /\b(unconfirmed|not confirmed|nonsubscribed|non ?subscribe\w*|pending|never subscribed|unbestatigt\w*)\b/.test(
      words,
    )
  )
    return 'unconfirmed';
  if (
    /\b(unsub\w*|opt(ed)? ?out\w*|suppress\w*|block ?list\w*|black ?list\w*|do not (e ?mail|contact)|dnc|abgemeldet\w*|abmeldungen|desabonn\w*|desinscri\w*|bajas?|disiscritt\w*|descadastrad\w*|uitgeschreven|afgemeld\w*|wypisan\w*)\b/.test(
      words,
    )
  )
    return 'unsubscribed';
  return null;
}
