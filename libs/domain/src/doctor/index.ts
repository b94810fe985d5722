export * from './doctor.contract.ts';
export * from './examination-facts.ts';
export * from './findings-of.ts';
export * from './news-of-examination.ts';
export * from './timeline-of.ts';
