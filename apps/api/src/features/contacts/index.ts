import type { Feature } from '../../platform/feature.ts';
import { attributesTables } from '../attributes/attributes.tables.ts';
import { bulkActionsTables } from '../bulk-actions/bulk-actions.tables.ts';
import { contactSchema, groupSchema } from './contact.schema.ts';
import { ContactsModule } from './contacts.module.ts';
import { contactsTables } from './contacts.tables.ts';
import { exportsTables } from '../exports/exports.tables.ts';
import { importsTables } from '../imports/imports.tables.ts';

export { endBreak, renamePerson, subscribeAgain, takeBreak, unsubscribeContact } from './preferences.queries.ts';
export { signUp } from './sign-up.ts';
export { exportedFiles } from '../exports/exported-files.ts';
export { importedFiles } from '../imports/imported-files.ts';

export const contacts: Feature = {
  module: ContactsModule,
  entities: [contactSchema, groupSchema],
  tables: [...contactsTables, ...attributesTables, ...bulkActionsTables, ...importsTables, ...exportsTables],
};
