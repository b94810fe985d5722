export { SuppressionsModule } from './suppressions.module.ts';
