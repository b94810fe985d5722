export * from './attributes.ts';
export * from './attributes.contract.ts';
export * from './contact.ts';
export * from './contacts.contract.ts';
export * from './countries.ts';
export * from './import.ts';
export * from './imports.contract.ts';
export * from './standard-fields.ts';
