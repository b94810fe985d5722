import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { reportUncaught } from './shared/report-error.ts';
// oxlint-disable-next-line import/no-unassigned-import -- a stylesheet has no value
import './styles.css';

reportUncaught();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');

createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
