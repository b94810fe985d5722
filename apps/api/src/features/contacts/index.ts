export { contactSchema, groupSchema } from './contact.schema.ts';
export { ContactsModule } from './contacts.module.ts';
export { detectDelimiter } from './detect-delimiter.ts';
export { readCsv } from './read-csv.ts';
