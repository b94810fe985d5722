export * from './bounce-class.ts';
export * from './judge-bounce.ts';
export * from './report.ts';
export * from './suppression-rule.ts';
