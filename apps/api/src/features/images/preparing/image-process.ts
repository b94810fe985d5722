import { serveJobs } from '../../../platform/sandbox/serve-jobs.ts';
import { imageJobs } from './image-jobs.ts';

serveJobs(imageJobs);
