import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** Soft shapes with a little noise, as a photo has. */
export async function photo(width: number, height: number): Promise<Buffer> {
  const small = await sharp(randomBytes(48 * 36 * 3), { raw: { width: 48, height: 36, channels: 3 } })
    .png()
    .toBuffer();
  return sharp(small).resize(width, height, { fit: 'fill', kernel: 'cubic' }).jpeg({ quality: 90 }).toBuffer();
}

export const resized = (image: Buffer, width: number) => sharp(image).resize({ width }).jpeg().toBuffer();

/** Lying on its side and telling where it was taken. */
export async function photoFromPhone(): Promise<Buffer> {
  const exif = {
    IFD0: { Make: 'Phone', Model: 'Secret model' },
    IFD3: { GPSLatitude: '47/1 22/1 0/1', GPSLatitudeRef: 'N', GPSLongitude: '8/1 32/1 0/1', GPSLongitudeRef: 'E' },
  };
  return sharp(await photo(800, 600))
    .withExif(exif)
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
}

/** A drawing of one color with a transparent half. */
export const drawing = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: { r: 200, g: 30, b: 60, alpha: 1 } } })
    .composite([
      {
        input: { create: { width, height: Math.ceil(height / 2), channels: 4, background: '#0000' } },
        top: 0,
        left: 0,
        blend: 'dest-in',
      },
    ])
    .png()
    .toBuffer();

/** Frames of different grays, a tenth of a second each. */
export function animation(width: number, height: number, frames: number): Promise<Buffer> {
  const pixels = Buffer.concat(
    Array.from({ length: frames }, (_, frame) => Buffer.alloc(width * height * 3, (frame * 37) % 256)),
  );
  return sharp(pixels, { raw: { width, height: height * frames, channels: 3, pageHeight: height } })
    .gif({ delay: Array<number>(frames).fill(100), loop: 3, keepDuplicateFrames: true })
    .toBuffer();
}

/** A PNG of black pixels, one bit each: 256 megapixels in 33 kB. */
export function bomb(width = 16_384, height = 16_384, { interlaced = false } = {}): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1; // a bit for each pixel, gray
  header[12] = interlaced ? 1 : 0; // the rows are written as if it were not, which only a decoder finds out
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, sum]);
}

/** The beginning of a photo in HEIC, by which it is known (ISO/IEC 23008-12). */
export const heic = Buffer.concat([Buffer.from('\0\0\0\u0018ftypheic\0\0\0\0mif1heic', 'latin1'), Buffer.alloc(500)]);

export const svg = (content: string, attributes = 'width="200" height="100"') =>
  Buffer.from(
    `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${content}</svg>`,
  );
