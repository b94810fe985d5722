export * from './languages.ts';
export * from './speech.ts';
