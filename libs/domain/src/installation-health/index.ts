export * from './installation-health.contract.ts';
