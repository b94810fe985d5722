import { logoLimits, type LogoType } from '@engagex/domain/accounts';
import { invalid } from '@engagex/domain/shared';

export interface Picture {
  readonly type: LogoType;
  readonly bytes: Buffer;
}

interface Shape {
  readonly type: LogoType;
  readonly width: number;
  readonly height: number;
}

/** The picture of a `data:` URL. Its format is detected from its bytes, not from its label. Throws when it is not fit for a logo. */
export function readLogo(dataUrl: string): Picture {
  const [, label = '', text = ''] = /^data:([\w/.+-]*)(?:;[\w=-]+)*;base64,([A-Za-z0-9+/]+={0,2})$/.exec(dataUrl) ?? [];
  const bytes = Buffer.from(text, 'base64');
  if (label.includes('svg') || looksLikeMarkup(bytes))
    throw refused('svg', 'SVG images can contain scripts and are not accepted. Choose a PNG, JPEG or WebP image.');
  if (bytes.length > logoLimits.bytes)
    throw refused('too-large', `The image is ${Math.ceil(bytes.length / 1024)} kB. Choose one of at most 100 kB.`);
  const shape = shapeOf(bytes);
  if (!shape) throw refused('unknown-format', 'This is not a PNG, JPEG or WebP image. Choose another.');
  const { pixels } = logoLimits;
  if (shape.width < 1 || shape.height < 1 || shape.width > pixels || shape.height > pixels)
    throw refused(
      'too-many-pixels',
      `The image is ${shape.width} × ${shape.height} pixels. Choose one of at most ${pixels} × ${pixels}.`,
    );
  return { type: shape.type, bytes };
}

function shapeOf(bytes: Buffer): Shape | null {
  try {
    return pngShape(bytes) ?? jpegShape(bytes) ?? webpShape(bytes);
  } catch (error) {
    if (error instanceof RangeError) return null; // it ends before it says how large it is
    throw error;
  }
}

/** The signature and the header chunk, which comes first (PNG specification, 5.2 and 11.2.2). */
function pngShape(bytes: Buffer): Shape | null {
  const begins = bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  if (!begins || bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
  return { type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** Goes from segment to segment until the frame header, which says the size (ITU T.81, B.2). */
function jpegShape(bytes: Buffer): Shape | null {
  if (bytes.readUInt16BE(0) !== 0xffd8) return null;
  for (let at = 2; bytes.readUInt8(at) === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes.readUInt8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { type: 'image/jpeg', width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
  }
  return null;
}

/** The first chunk of the three kinds there are (RFC 9649, 2.5 to 2.7). */
function webpShape(bytes: Buffer): Shape | null {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') return null;
  const type = 'image/webp';
  const chunk = bytes.toString('latin1', 12, 16);
  if (chunk === 'VP8X') return { type, width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
  if (chunk === 'VP8 ')
    return { type, width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
  if (chunk !== 'VP8L') return null;
  const sizes = bytes.readUInt32LE(21);
  return { type, width: (sizes & 0x3fff) + 1, height: ((sizes >> 14) & 0x3fff) + 1 };
}

function looksLikeMarkup(bytes: Buffer): boolean {
  return /^[\s\uFEFF]*</.test(bytes.toString('utf8', 0, 200));
}

function refused(code: string, message: string) {
  return invalid(`logo.${code}`, message, [{ path: ['image'], message }]);
}
