export * from './mail-terms.ts';
export { attachmentsIn } from './attachments.ts';
export { everyPart, readMime, textOf } from './mime.ts';
export { type ReadHead, readHead } from './read-head.ts';
export { readMail } from './read-mail.ts';
export { toReports } from './to-reports.ts';
