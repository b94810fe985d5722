export * from './language-tag.ts';
export { needsTranslation, type Part, partsOf } from './parts.ts';
export { kindOfPart, type PartKind } from './translatable.ts';
export * from './translated.ts';
export * from './translating.ts';
export * from './translation.ts';
export * from './translations-of.ts';
export { fingerprint } from './fingerprint.ts';
