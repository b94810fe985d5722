import type { ImageType } from '@engagex/domain/images';

export const endings: Readonly<Record<ImageType, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
};

const types: Readonly<Record<string, ImageType>> = { jpg: 'image/jpeg', png: 'image/png', gif: 'image/gif' };

export interface StoredImage {
  readonly organizationId: string;
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly hash: string;
  readonly type: ImageType;
}

/** Where the bytes are kept. */
export function keyOf({ organizationId, hash, type }: StoredImage): string {
  return `${organizationId}/images/${hash}.${endings[type]}`;
}

/** Where they are served, for good: another picture has another address. `note_shown_images` finds addresses by this shape. */
export function addressOf(base: string, { organizationId, hash, type }: StoredImage): string {
  return new URL(`/i/${organizationId}/${hash}.${endings[type]}`, base).href;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What such an address means; null when it is none, so that nothing else of the files can be asked for. */
export function imageAt(organizationId: string, file: string): StoredImage | null {
  const [, hash, ending = ''] = /^([0-9a-f]{64})\.(jpg|png|gif)$/.exec(file) ?? [];
  const type = types[ending];
  return hash && type && uuid.test(organizationId) ? { organizationId, hash, type } : null;
}
