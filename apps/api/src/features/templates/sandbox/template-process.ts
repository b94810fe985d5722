import { serveJobs } from '../../../platform/sandbox/serve-jobs.ts';
import { templateJobs } from './template-jobs.ts';

serveJobs(templateJobs);
