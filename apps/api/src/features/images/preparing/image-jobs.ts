import type { Job } from '../../../platform/sandbox/serve-jobs.ts';
import { type PreparedImage, prepareImage } from './prepare-image.ts';

/** A prepared image on its way between processes. */
export interface SentImage extends Omit<PreparedImage, 'bytes'> {
  readonly base64: string;
}

export const imageJobs = {
  prepare: {
    run: async ({ path }: { path: string }): Promise<SentImage> => {
      const { bytes, ...image } = await prepareImage(path);
      return { ...image, base64: bytes.toString('base64') };
    },
  },
} satisfies Readonly<Record<string, Job>>;
