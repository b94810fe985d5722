import { type DrawnDashboard, drawnDashboardPath } from '@engagex/domain/reports';
import { createRoot } from 'react-dom/client';
import { DashboardPicture } from './features/reports/index.ts';
import { writeAs } from './shared/format.ts';
// oxlint-disable-next-line import/no-unassigned-import -- a stylesheet has no value
import './styles.css';

/** The page that the worker draws: it gets its numbers from there, and is of no use elsewhere. */
async function draw(): Promise<void> {
  const root = document.getElementById('root');
  if (!root) throw new Error('picture.html has no #root.');
  const response = await fetch(drawnDashboardPath);
  const drawn = (await response.json()) as DrawnDashboard; // made by our own worker, which checked it
  document.title = drawn.dashboard.name;
  writeAs({ language: 'en-GB', timeZone: drawn.timeZone });
  createRoot(root).render(<DashboardPicture drawn={drawn} />);
}

void draw();
