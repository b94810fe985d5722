export * from './languages.ts';
export * from './page.ts';
export * from './recipient-words.ts';
export * from './speech.ts';
