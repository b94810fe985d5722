import { imageLimits } from '@engagex/domain/images';
import { DomainError, invalid } from '@engagex/domain/shared';

/** Why an image is not taken, and what to do. */
export function refused(code: string, message: string): DomainError {
  return invalid(`image.${code}`, message, [{ path: ['file'], message }]);
}

const megabytes = (bytes: number) => bytes / 1024 / 1024;
const megapixels = (pixels: number) => (pixels / 1_000_000).toLocaleString('en', { maximumFractionDigits: 1 });
const kinds = 'JPEG, PNG, GIF, WebP, AVIF, TIFF or SVG';

export const noImage = () => refused('no-file', 'Choose an image to upload.');

export const empty = () => refused('empty', 'This file is empty. Choose another.');

export const fileTooLarge = () =>
  refused('too-large', `The file is larger than ${megabytes(imageLimits.fileBytes)} MB. Choose a smaller image.`);

export const notAnImage = (what: string | null) =>
  refused(
    'unknown-format',
    `${what ? `This is a ${what} file` : 'This is not an image that we can read'}. Choose a ${kinds} image.`,
  );

export const isHeic = () =>
  refused(
    'heic',
    'HEIC photos cannot be read here. Export the photo as a JPEG, or set the iPhone camera to “Most compatible”.',
  );

export const damaged = () =>
  refused('damaged', 'This image is damaged or incomplete. Export it again, then upload the new file.');

export const tooManyPixels = (width: number, height: number, frames: number, most: number) =>
  refused(
    'too-many-pixels',
    `The image has ${width.toLocaleString('en')} × ${height.toLocaleString('en')} pixels${
      frames > 1 ? ` in ${frames.toLocaleString('en')} frames` : ''
    }. Images like this may have ${megapixels(most)} megapixels at most. Make it smaller.`,
  );

export const tooManyFrames = (frames: number) =>
  refused(
    'too-many-frames',
    `The animation has ${frames.toLocaleString('en')} frames. Shorten it to at most ${imageLimits.frames}.`,
  );

export const stillTooLarge = (bytes: number) =>
  refused(
    'heavy',
    `This image would be ${megabytes(bytes).toFixed(1)} MB in every message. Shorten or simplify it to stay below ${megabytes(imageLimits.sentBytes)} MB.`,
  );

const takesTooMuch = () =>
  refused('too-complex', 'Preparing this image took too long or too much memory. Simplify it, or export it as a JPEG.');

/** What the process refuses, or its end, in words about images. */
export function asImageRefusal(error: unknown): unknown {
  if (!(error instanceof DomainError)) return error;
  if (error.code === 'content.too-complex') return takesTooMuch();
  if (error.code === 'content.unreadable') return damaged();
  const { kind, code } = error;
  if (!code.startsWith('content.')) return error;
  return new DomainError(
    kind,
    code.replace('content.', 'image.'),
    'Many images are being prepared right now. Try again soon.',
  );
}
