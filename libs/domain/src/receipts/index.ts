export * from './bounce-class.ts';
export * from './report.ts';
