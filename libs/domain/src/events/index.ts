export * from './person-id.ts';
