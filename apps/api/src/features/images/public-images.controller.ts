import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { notFound } from '@engagex/domain/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../platform/http/handles.ts';
import { NoSuchFile } from '../../ports/files.ts';
import { imageAt, type StoredImage } from './image-address.ts';
import { ServedImages } from './served-images.ts';

/** Images as mail programs fetch them: by an address that always means the same bytes, whoever asks. */
@Controller()
export class PublicImagesController {
  constructor(private readonly served: ServedImages) {}

  /** Also answers HEAD. A browser that is led here by somebody runs nothing: it is an image, and in a sandbox. */
  @Get('i/:organization/:file')
  @Public('recipients of messages are not signed in; nobody guesses the hash of an image')
  async show(
    @Param('organization') organizationId: string,
    @Param('file') file: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const image = imageAt(organizationId, file);
    const bytes = image && (await this.#bytesOf(image));
    if (!bytes) {
      void reply.header('cache-control', 'no-store');
      throw notFound('image');
    }
    const tag = `"${image.hash}"`;
    void reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('etag', tag)
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cross-origin-resource-policy', 'cross-origin')
      .type(image.type);
    if (namesTag(request.headers['if-none-match'], tag)) void reply.status(304).send();
    else void reply.send(bytes);
  }

  async #bytesOf(image: StoredImage): Promise<Buffer | null> {
    try {
      return await this.served.bytesOf(image);
    } catch (error) {
      if (error instanceof NoSuchFile) return null;
      throw error;
    }
  }
}

/** RFC 9110, 13.1.2: any of them, and weak ones as well. */
function namesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || header.split(',').some((each) => each.trim().replace(/^W\//, '') === tag);
}
