export * from './delivery-tests.contract.ts';
export * from './delivery-test-facts.ts';
export * from './failures-to-accept.ts';
export * from './findings-of.ts';
export * from './news-of-delivery-test.ts';
export * from './timeline-of.ts';
