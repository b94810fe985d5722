export * from './event-schemas.contract.ts';
export { exampleOf, isListable } from './example-of.ts';
export { standardNameFor, standardPropertyFor } from './standard-names.ts';
export { typeOfValue, type ValueType, valueTypes } from './value-types.ts';
