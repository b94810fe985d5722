export {
  assertUnused,
  type Gone,
  goneAmong,
  keepReferences,
  type References,
  usesIn,
  wordsOfGone,
} from './references.ts';
