export {
  assertUnused,
  type Gone,
  goneAmong,
  holdReferences,
  keepReferences,
  type References,
  usesIn,
  wordsOfGone,
} from './references.ts';
