import { anyDate, anyNumber, anyText, emptyValue, type MailMeaning } from '@engagex/domain/contacts';

/** What people call what a value says about mail. */
export const meaningWords: Readonly<Record<MailMeaning, string>> = {
  subscribed: 'Subscribed',
  unsubscribed: 'Unsubscribed',
  unconfirmed: 'Never confirmed',
  bounced: 'Bounced',
  complained: 'Marked as spam',
  nothing: 'No effect',
};

/** A value of a column, or of which kind it is. */
export function wordsOfValue(value: string): string {
  const kinds: Readonly<Record<string, string>> = {
    [emptyValue]: '(empty)',
    [anyDate]: 'Any date',
    [anyNumber]: 'Any number above 1',
    [anyText]: 'Any other text',
  };
  return kinds[value] ?? value;
}
