export { contactSchema, groupSchema } from './contact.schema.ts';
export { ContactsModule } from './contacts.module.ts';
export { detectDelimiter, readCsv } from './read-csv.ts';
