export { assertUnused, type Gone, goneAmong, keepReferences, type References, wordsOfGone } from './references.ts';
