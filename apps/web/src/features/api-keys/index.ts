export { OriginsField } from './components/origins-field.tsx';
