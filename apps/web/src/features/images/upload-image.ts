import { imageLimits, imagesRoutes, type ImageView } from '@engagex/domain/images';
import { ApiError } from '../../shared/api-error.ts';
import { upload } from '../../shared/files.ts';
import { formatBytes } from '../../shared/format.ts';
import { request } from '../../shared/http.ts';
import { invalidateNoun } from '../../shared/query.ts';

/** A file, or the address of an image on the web. */
export type ImageSource = File | { readonly url: string };

interface UploadOptions {
  /** How much has left, 0 to 1; at 1 the image is being read. */
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

/** Puts an image into the library of the organization, or finds the same one there. Throws `ApiError`, whose `detail` says what to do. */
export async function uploadImage(source: ImageSource, options: UploadOptions = {}): Promise<ImageView> {
  const image = source instanceof File ? await sendFile(source, options) : await copyFromWeb(source.url, options);
  void invalidateNoun('images');
  return image;
}

function sendFile(file: File, options: UploadOptions): Promise<ImageView> {
  if (file.size > imageLimits.fileBytes) throw tooLarge(file);
  return upload(imagesRoutes.upload, { file }, options);
}

function copyFromWeb(url: string, { signal }: UploadOptions): Promise<ImageView> {
  return request(imagesRoutes.fetch, { url }, signal ? { signal } : {});
}

/** As the API would say it, without sending 20 MB to hear it. */
function tooLarge({ size }: File): ApiError {
  const limit = formatBytes(imageLimits.fileBytes);
  return new ApiError({
    status: 400,
    code: 'image.too-large',
    title: 'The image is too large',
    detail: `The file has ${formatBytes(size)}. Choose an image of at most ${limit}.`,
    requestId: null,
    errors: [],
    usedBy: [],
    changed: null,
    current: undefined,
    retryAfterSeconds: null,
  });
}
