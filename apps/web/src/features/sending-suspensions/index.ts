export { SuspensionBar } from './components/suspension-bar.tsx';
