export * from './attributes.ts';
export * from './contact.ts';
export * from './contacts.contract.ts';
export * from './exports.contract.ts';
export * from './guess-mapping.ts';
export * from './import-values.ts';
export * from './import.ts';
export * from './imports.contract.ts';
