export { noteCaller, noteOrigin } from './note-origin.ts';
export { reasonToSkip, reasonToSkipMessage, suppressionReasonOf } from './reason-to-skip.ts';
export { saveTopicWishes, topicsOfContact } from './wishes.queries.ts';
export { WishesModule } from './wishes.module.ts';
