export * from './read-mail.ts';
