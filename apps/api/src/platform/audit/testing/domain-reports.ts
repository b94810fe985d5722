import { expect } from 'vitest';
import { domainReportsRoutes } from '@engagex/domain/domain-reports';
import { dmarcXml, own, uploadReport } from '../../../testing/reports.ts';
import { type Changes, inLog } from './change.ts';

export const domainReportChanges: Changes = {
  [domainReportsRoutes.upload.id]: {
    arrange: async (owner, api) => {
      await own(api.owner, owner, 'reported.example');
      return '';
    },
    act: (owner) => uploadReport(owner, dmarcXml({ domain: 'reported.example' })),
    entry: {
      ...inLog('domain-reports', 'receiver.example, reported.example'),
      before: null,
      after: expect.objectContaining({ reporter: 'receiver.example' }) as Record<string, unknown>,
    },
  },
};
