export * from './languages.ts';
export * from './recipient-words.ts';
export * from './speech.ts';
