import { open, readFile } from 'node:fs/promises';
import { imageLimits } from '@engagex/domain/images';
import { fileTypeFromBuffer } from 'file-type';
import type { Metadata } from 'sharp';
import { sharp } from './sharp.ts';
import { damaged, empty, isHeic, notAnImage, tooManyFrames, tooManyPixels } from './image-refusals.ts';

/** An upload as it turned out to be, nothing of it decoded yet. */
export interface RecognizedImage {
  /** What sharp reads: SVG from memory, where it has no folder that its links could lead into. */
  readonly source: string | Buffer;
  readonly format: ImageFormat;
  readonly width: number;
  readonly height: number;
  /** More than one in an animation. */
  readonly frames: number;
}

const formats = ['jpeg', 'png', 'gif', 'webp', 'heif', 'tiff', 'svg'] as const;
type ImageFormat = (typeof formats)[number];

const headBytes = 4_100;

/** By its content, never by its name. Throws in words for what is no image, or too large to be decoded. */
export async function recognizeImage(path: string): Promise<RecognizedImage> {
  const head = await headOf(path);
  if (head.length === 0) throw empty();
  const named = await fileTypeFromBuffer(head);
  if (named?.mime === 'image/heic' || named?.mime === 'image/heic-sequence') throw isHeic();
  const source = isMarkup(head) ? await readFile(path) : path;
  const metadata = await sharp(source, { limitInputPixels: false })
    .metadata()
    .catch(() => null); // of a file that is none of these formats, or ends within its first bytes
  const format = formats.find((each) => each === metadata?.format);
  if (!metadata || !format)
    throw named?.mime.startsWith('image/') && metadata === null ? damagedOr(named.ext) : notAnImage(wordOf(named?.ext));
  if (format === 'heif' && metadata.compression !== 'av1') throw isHeic();
  const frames = format === 'gif' || format === 'webp' ? (metadata.pages ?? 1) : 1;
  const [width, height] = [metadata.width, metadata.pageHeight ?? metadata.height];
  assertWithinLimits({ width, height, frames }, isReadByRow(metadata, format));
  return { source, format, width, height, frames };
}

const known = new Set(['jpg', 'png', 'gif', 'webp', 'avif', 'tif']);

/** An image of a format that we read was cut off; of any other it is the format. */
function damagedOr(ext: string) {
  return known.has(ext) ? damaged() : notAnImage(wordOf(ext));
}

function wordOf(ext: string | undefined): string | null {
  return ext ? ext.toUpperCase() : null;
}

/** Rows of these come one after the other, so that a small image needs little memory however large its source is. */
function isReadByRow({ isProgressive }: Metadata, format: ImageFormat): boolean {
  return format === 'svg' || ((format === 'jpeg' || format === 'png') && !isProgressive);
}

function assertWithinLimits(
  { width, height, frames }: { width: number; height: number; frames: number },
  byRow: boolean,
): void {
  const most = byRow ? imageLimits.pixels : imageLimits.pixelsAtOnce;
  if (width * height * frames > most) throw tooManyPixels(width, height, frames, most);
  if (frames > imageLimits.frames) throw tooManyFrames(frames);
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(headBytes) });
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function isMarkup(head: Buffer): boolean {
  return /^[\s\uFEFF]*</.test(head.toString('utf8'));
}
