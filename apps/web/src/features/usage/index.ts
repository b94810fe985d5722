export { entriesWithin } from './entries-within.ts';
