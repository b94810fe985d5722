import { imageLimits, type ImageType } from '@engagex/domain/images';
import { DomainError } from '@engagex/domain/shared';
import type { OutputInfo } from 'sharp';
import { damaged, stillTooLarge } from './image-refusals.ts';
import { type RecognizedImage, recognizeImage } from './recognize-image.ts';
import { sharp } from './sharp.ts';

/** What messages show: a JPEG, PNG or GIF that was written here, without anything but its pixels. */
export interface PreparedImage {
  readonly type: ImageType;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly bytes: Buffer;
}

/**
 * Decodes an upload and writes it anew: upright, at most 1,280 pixels wide, in sRGB, without metadata, and without whatever else its
 * file may have been. Throws `image.…` in words.
 */
export async function prepareImage(path: string): Promise<PreparedImage> {
  const image = await recognizeImage(path);
  const prepared = await (image.frames > 1 ? animation(image) : still(image)).catch((error: unknown) => {
    throw error instanceof DomainError ? error : damaged();
  });
  if (prepared.bytes.length > imageLimits.sentBytes) throw stillTooLarge(prepared.bytes.length);
  return prepared;
}

const opening = { failOn: 'error', limitInputPixels: imageLimits.pixels } as const;

/** Frames cannot be turned upright each, and need not be: no camera writes them. */
async function animation({ source, frames }: RecognizedImage): Promise<PreparedImage> {
  const { data, info } = await sharp(source, { ...opening, animated: true })
    .resize({ width: imageLimits.animationWidth, withoutEnlargement: true })
    .gif()
    .toBuffer({ resolveWithObject: true });
  return { type: 'image/gif', width: info.width, height: info.pageHeight ?? info.height, frames, bytes: data };
}

async function still(image: RecognizedImage): Promise<PreparedImage> {
  const pixels = await sharp(image.source, { ...opening, density: densityOf(image) })
    .autoOrient()
    .resize({ width: imageLimits.width, height: imageLimits.height, fit: 'inside', withoutEnlargement: true })
    .toColorspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = pixels.info;
  const isPhoto = image.format === 'jpeg';
  const encoded = isPhoto ? await jpeg(pixels) : await jpegOrPng(pixels);
  return { ...encoded, width, height, frames: 1 };
}

interface Pixels {
  readonly data: Buffer;
  readonly info: OutputInfo;
}

type Encoded = Pick<PreparedImage, 'type' | 'bytes'>;

/** A photo as a PNG is many times as large as it need be; a drawing as a JPEG has smears around its lines. */
const dearerThanJpeg = 1.5;
/** Fewer colors make a PNG with transparent parts a third of its size, hardly to be seen. */
const heavyPng = 500_000;

async function jpegOrPng(pixels: Pixels): Promise<Encoded> {
  if (hasTransparency(pixels)) return lightPng(pixels);
  const [asJpeg, asPng] = [await jpeg(pixels), await png(pixels)];
  return asPng.bytes.length <= asJpeg.bytes.length * dearerThanJpeg ? asPng : asJpeg;
}

async function lightPng(pixels: Pixels): Promise<Encoded> {
  const exact = await png(pixels);
  if (exact.bytes.length <= heavyPng) return exact;
  const reduced = await png(pixels, { palette: true, quality: 90 });
  return reduced.bytes.length < exact.bytes.length ? reduced : exact;
}

async function jpeg(pixels: Pixels): Promise<Encoded> {
  const bytes = await open(pixels)
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 82, progressive: true })
    .toBuffer();
  return { type: 'image/jpeg', bytes };
}

async function png(pixels: Pixels, options: { palette?: boolean; quality?: number } = {}): Promise<Encoded> {
  return {
    type: 'image/png',
    bytes: await open(pixels)
      .png({ compressionLevel: 9, ...options })
      .toBuffer(),
  };
}

function open({ data, info: { width, height, channels } }: Pixels) {
  return sharp(data, { raw: { width, height, channels } });
}

/** Many an image has an alpha channel in which nothing is transparent. */
function hasTransparency({ data, info: { channels } }: Pixels): boolean {
  if (channels !== 2 && channels !== 4) return false;
  for (let at = channels - 1; at < data.length; at += channels) if (data[at] !== 255) return true;
  return false;
}

const dotsPerInch = 72;

/** A drawing has no pixels of its own: it is drawn at twice the size it says, large enough for a logo and no larger than a photo. */
function densityOf({ format, width, height }: RecognizedImage): number {
  if (format !== 'svg') return dotsPerInch;
  const wanted = Math.min(imageLimits.width, Math.max(imageLimits.drawingWidth, 2 * width));
  const scale = Math.min(wanted / width, imageLimits.height / height);
  return Math.min(100_000, Math.max(1, dotsPerInch * scale));
}
