export { Answer, type Answered } from './components/answer.tsx';
export { tableOf } from './answer-tables.ts';
export { addressOf } from './query-in-address.ts';
export { kindWords, periodInWords } from './explore-words.ts';
