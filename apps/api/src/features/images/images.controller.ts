import { Controller, Req } from '@nestjs/common';
import { imageLimits, imagesRoutes } from '@engagex/domain/images';
import type { ParsedInputOf } from '@engagex/domain/shared';
import type { FastifyRequest } from 'fastify';
import { Handles, Input } from '../../platform/http/handles.ts';
import { ImagesService } from './images.service.ts';
import { noImage } from './preparing/image-refusals.ts';

interface OfImage {
  readonly id: string;
}

@Controller()
export class ImagesController {
  constructor(private readonly images: ImagesService) {}

  @Handles(imagesRoutes.list)
  list(@Input() input: ParsedInputOf<typeof imagesRoutes.list>) {
    return this.images.list(input);
  }

  @Handles(imagesRoutes.upload, { transaction: false })
  async upload(@Req() request: FastifyRequest) {
    const limits = { fileSize: imageLimits.fileBytes };
    const part = request.isMultipart() ? await request.file({ limits }) : undefined;
    if (!part) throw noImage();
    return this.images.upload(part.filename, part.file);
  }

  @Handles(imagesRoutes.fetch, { transaction: false })
  fetch(@Input() { url }: ParsedInputOf<typeof imagesRoutes.fetch>) {
    return this.images.fetch(url);
  }

  @Handles(imagesRoutes.get)
  get(@Input() { id }: OfImage) {
    return this.images.get(id);
  }

  @Handles(imagesRoutes.update)
  update(@Input() input: ParsedInputOf<typeof imagesRoutes.update>) {
    return this.images.update(input);
  }

  @Handles(imagesRoutes.uses)
  uses(@Input() { id }: OfImage) {
    return this.images.uses(id);
  }

  @Handles(imagesRoutes.delete)
  delete(@Input() { id }: OfImage) {
    return this.images.delete(id);
  }

  @Handles(imagesRoutes.restore)
  restore(@Input() { id }: OfImage) {
    return this.images.restore(id);
  }
}
