import { readFile, stat } from 'node:fs/promises';
import { reportLimits } from '@engagex/domain/domain-reports';
import type { Job } from '../../../platform/sandbox/serve-jobs.ts';
import type { ParsedReport } from './parsed-report.ts';
import { readReports } from './read-reports.ts';
import { fileTooLarge } from './report-refusals.ts';

export const reportJobs = {
  read: {
    run: async ({ path }: { path: string }): Promise<readonly ParsedReport[]> => {
      if ((await stat(path)).size > reportLimits.fileBytes) throw fileTooLarge();
      return readReports(await readFile(path));
    },
  },
} satisfies Readonly<Record<string, Job>>;
