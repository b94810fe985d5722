export * from './mail-terms.ts';
export { readMail } from './read-mail.ts';
