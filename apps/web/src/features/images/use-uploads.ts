import type { ImageView } from '@engagex/domain/images';
import { useRef, useState } from 'react';
import { messageOf } from '../../shared/api-error.ts';
import { type ImageSource, uploadImage } from './upload-image.ts';

/** One image on its way into the library. */
export interface Upload {
  readonly key: number;
  readonly name: string;
  /** How much has left, 0 to 1; null while it waits for others, or is fetched from the web. */
  readonly share: number | null;
  /** Why it failed, and what to do. */
  readonly problem: string | null;
}

const atOnce = 2;

/** Uploads images, two at a time, in the order in which they came. Those that failed stay until they are dismissed. */
export function useUploads(onUploaded: (image: ImageView) => void = () => {}) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const waiting = useRef<{ readonly key: number; readonly source: ImageSource }[]>([]);
  const running = useRef(0);
  const keys = useRef(0);

  const change = (key: number, changes: Partial<Upload>) =>
    setUploads((all) => all.map((each) => (each.key === key ? { ...each, ...changes } : each)));
  const dismiss = (key: number) => setUploads((all) => all.filter((each) => each.key !== key));

  function add(sources: readonly ImageSource[]) {
    const added = sources.map((source) => ({ key: (keys.current += 1), source }));
    waiting.current.push(...added);
    setUploads((all) => [...all, ...added.map(({ key, source }) => waitingUpload(key, source))]);
    for (const _ of added) void next();
  }

  async function next(): Promise<void> {
    if (running.current >= atOnce) return;
    const first = waiting.current.shift();
    if (!first) return;
    running.current += 1;
    const { key, source } = first;
    try {
      const image = await uploadImage(source, { onProgress: (share) => change(key, { share }) });
      dismiss(key);
      onUploaded(image);
    } catch (error) {
      change(key, { share: null, problem: messageOf(error) });
    } finally {
      running.current -= 1;
      void next();
    }
  }

  return { uploads, add, dismiss };
}

function waitingUpload(key: number, source: ImageSource): Upload {
  const name = source instanceof File ? source.name || 'Pasted image' : source.url;
  return { key, name, share: null, problem: null };
}
