export { contactSchema, groupSchema } from './contact.schema.ts';
export { ContactsModule } from './contacts.module.ts';
export { type List, ReadList } from './read-list.ts';
