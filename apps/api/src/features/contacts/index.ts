import type { Feature } from '../../platform/feature.ts';
import { contactSchema, groupSchema } from './contact.schema.ts';
import { ContactsModule } from './contacts.module.ts';
import { contactsTables } from './contacts.tables.ts';

export { addContacts } from './add-contacts.ts';
export { createFromEvent } from './create-from-event.ts';
export {
  addContactEvents,
  addEventsOfPerson,
  rewriteContactEvents,
  takeEventsOfPerson,
} from './events-of-people.queries.ts';
export { fillContacts, hideUnsubscribed, plainFields, removeSubscribed, restoreContacts } from './change-contacts.ts';
export { ContactsModule } from './contacts.module.ts';
export { ContactsService } from './contacts.service.ts';
export { FindContacts } from './find-contacts.ts';
export { addGroup, dropGroups, joinGroups, leaveGroups } from './groups.queries.ts';
export { GroupsService } from './groups.service.ts';
export { deleteMany, joinMany, leaveMany, rejoinMany, restoreMany, setAttribute } from './many-contacts.queries.ts';
export { endBreak, renamePerson, subscribeAgain, takeBreak, unsubscribeContact } from './preferences.queries.ts';
export { signUp } from './sign-up.ts';

export const contacts: Feature = {
  module: ContactsModule,
  entities: [contactSchema, groupSchema],
  tables: contactsTables,
};
