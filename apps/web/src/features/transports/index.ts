export { numberOf, textOf } from './components/transport-words.ts';
