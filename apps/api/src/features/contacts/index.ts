import type { Feature } from '../../platform/feature.ts';
import { contactSchema, groupSchema } from './contact.schema.ts';
import { ContactsModule } from './contacts.module.ts';
import { contactsTables } from './contacts.tables.ts';
import { importsTables } from './imports.tables.ts';

export { endBreak, renamePerson, subscribeAgain, takeBreak, unsubscribeContact } from './preferences.queries.ts';
export { signUp } from './sign-up.ts';
export { endFiles, fileInUse, storedFiles } from './stored-files.ts';

export const contacts: Feature = {
  module: ContactsModule,
  entities: [contactSchema, groupSchema],
  tables: [...contactsTables, ...importsTables],
};
