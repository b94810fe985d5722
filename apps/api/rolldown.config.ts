import { serverBundle } from '../../rolldown.base.ts';

export default serverBundle({
  main: 'src/main.ts',
  worker: 'src/worker.ts',
  events: 'src/events.ts',
  // These run in processes of their own.
  'image-process': 'src/features/images/preparing/image-process.ts',
  'report-process': 'src/features/domain-reports/reading/report-process.ts',
  'reading-process': 'src/platform/workbooks/reading-process.ts',
  'template-process': 'src/features/templates/sandbox/template-process.ts',
});
