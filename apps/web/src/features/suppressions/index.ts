export { suppressedBecause } from './suppressed-because.ts';
