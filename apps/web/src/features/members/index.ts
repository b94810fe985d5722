export { roleOptions } from './components/role-options.ts';
