import { serveJobs } from '../../../platform/sandbox/serve-jobs.ts';
import { reportJobs } from './report-jobs.ts';

serveJobs(reportJobs);
