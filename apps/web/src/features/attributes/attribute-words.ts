import type { AttributeType } from '@engagex/domain/contacts';

/** What people call the types of attributes. */
export const typeWords: Readonly<Record<AttributeType, string>> = {
  text: 'Text',
  number: 'Number',
  boolean: 'Yes or no',
  date: 'Date',
  timestamp: 'Date and time',
  list: 'List',
};
