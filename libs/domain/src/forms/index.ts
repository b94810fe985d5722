export * from './forms.contract.ts';
