export { eventKinds, type EventKind } from './event-kind.ts';
export * from './event-limits.ts';
export * from './event-log.contract.ts';
export * from './events.contract.ts';
export * from './json.ts';
export * from './person-id.ts';
export { correctedTime, readInstant } from './event-time.ts';
export {
  defaultPrivacy,
  privacyGuard,
  type PrivacyGuard,
  privacySettings,
  type PrivacySettings,
} from './privacy-rules.ts';
export { readEvent, type ReadEvent, type Reading, type ReadingContext } from './read-event.ts';
export { type EventProblem, isCurrency, standardEvents } from './standard-events.ts';
