import { logoLimits, logoTypes } from '@engagex/domain/accounts';

/** Longest side of a logo as it is stored; twice as large as it is ever shown. */
const side = 256;
const quality = 0.9;

/** Why a file cannot become a logo, in words for the person who chose it. */
export class LogoRefusal extends Error {}

/** The picture of a file as a `data:` URL, scaled down when it is large. Throws `LogoRefusal`. */
export async function logoOf(file: File): Promise<string> {
  if (file.type.includes('svg'))
    throw new LogoRefusal('SVG images can contain scripts and are not accepted. Choose a PNG, JPEG or WebP image.');
  const types: readonly string[] = logoTypes;
  const picture = types.includes(file.type) ? await createImageBitmap(file).catch(() => null) : null;
  if (!picture) throw new LogoRefusal(`“${file.name}” is not a PNG, JPEG or WebP image. Choose another.`);
  const isSmall = Math.max(picture.width, picture.height) <= side && file.size <= logoLimits.bytes;
  return dataUrlOf(isSmall ? file : await scaledDown(picture));
}

async function scaledDown(picture: ImageBitmap): Promise<Blob> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext('2d');
  if (!context) throw new LogoRefusal('This browser cannot scale images. Choose one of at most 256 × 256 pixels.');
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  // A browser that writes no WebP writes a PNG instead, which may be too large for a photograph.
  const blob = await blobOf(canvas, 'image/webp');
  return blob && blob.size <= logoLimits.bytes ? blob : ((await blobOf(canvas, 'image/jpeg')) ?? unwritable());
}

function blobOf(canvas: HTMLCanvasElement, type: string): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}

function unwritable(): never {
  throw new LogoRefusal('The image could not be scaled down. Choose a smaller one.');
}

function dataUrlOf(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () => reject(new LogoRefusal('The image could not be read. Choose another.')));
    reader.readAsDataURL(blob);
  });
}
