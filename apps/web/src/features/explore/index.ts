export { AnswerChart } from './components/answer.tsx';
export { tableOf } from './answer-tables.ts';
export { AnswerOf, isEmpty } from './components/answer-of.tsx';
export { addressOf, queryIn } from './query-in-address.ts';
export { kindWords, periodInWords } from './explore-words.ts';
export { isWaiting, waitsItsTurn } from './use-answer.ts';
export { usePropertyNames } from './use-event-names.ts';
