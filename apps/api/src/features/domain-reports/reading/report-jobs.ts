import { readFile, stat } from 'node:fs/promises';
import { reportLimits } from '@engagex/domain/domain-reports';
import type { Job } from '../../../platform/sandbox/serve-jobs.ts';
import { packed, type PackedReport } from './packed-report.ts';
import { readReports } from './read-reports.ts';
import { fileTooLarge } from './report-refusals.ts';

export const reportJobs = {
  read: {
    run: async ({ path }: { path: string }): Promise<readonly PackedReport[]> => {
      if ((await stat(path)).size > reportLimits.fileBytes) throw fileTooLarge();
      return readReports(await readFile(path)).map(packed);
    },
  },
} satisfies Readonly<Record<string, Job>>;
