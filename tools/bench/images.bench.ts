import type { ImageView } from '@engagex/domain/images';
import { bomb, photo, resized } from '../../apps/api/src/testing/made-images.ts';
import { memoryOfTree } from './process-usage.ts';
import type { Product } from './product.ts';
import { interleave, type Row } from './rounds.ts';

const rounds = 7;

/** A photo of 12 megapixels from upload to address, beside decoding and resizing it here; and what it and a bomb take of memory. */
export async function benchImages({ browser, pids }: Product): Promise<Row[]> {
  const upload = async (bytes: Buffer) => {
    const form = new FormData();
    form.set('file', new File([new Uint8Array(bytes)], 'photo.jpg'));
    return browser.post<ImageView>('/api/images', form);
  };
  const before = memoryOfTree(pids.api);
  const large = await photo(4_000, 3_000);
  const refused = await peakOf(pids.api, () => upload(bomb()).catch(() => {}));
  const taken = await peakOf(pids.api, () => upload(large));
  const row = await interleave(
    'images: a 12 MP photo, uploaded and prepared',
    'ms',
    rounds,
    () => msOf(() => upload(large)),
    () => msOf(() => resized(large, 1_280)),
  );
  const memory = (name: string, peak: number): Row => ({
    name: `images: memory of the API and its processes, ${name}`,
    value: peak - before,
    unit: 'MB more',
    reference: null,
    ratio: null,
    rounds: 1,
  });
  return [row, memory('a bomb of 256 MP refused', refused), memory('a 12 MP photo', taken)];
}

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The most megabytes that a process and its children have while something is done. */
async function peakOf(pid: number, work: () => Promise<unknown>): Promise<number> {
  let peak = 0;
  const timer = setInterval(() => (peak = Math.max(peak, memoryOfTree(pid))), 5);
  try {
    await work();
    return peak;
  } finally {
    clearInterval(timer);
  }
}
