export * from './language-tag.ts';
export { kindOfPart, needsTranslation, type Part, type PartKind, partsOf } from './parts.ts';
export * from './translated.ts';
export * from './translating.ts';
export * from './translation.ts';
export * from './translations-of.ts';
export { fingerprint } from './fingerprint.ts';
