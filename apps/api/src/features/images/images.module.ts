import { Module } from '@nestjs/common';
import { ImagesController } from './images.controller.ts';
import { ImagesService } from './images.service.ts';
import { ImagesWorker } from './images.worker.ts';
import { ImageSandbox } from './preparing/image-sandbox.ts';
import { PublicImagesController } from './public-images.controller.ts';
import { ServedImages } from './served-images.ts';

@Module({
  controllers: [ImagesController, PublicImagesController],
  providers: [ImageSandbox, ImagesService, ImagesWorker, ServedImages],
})
export class ImagesModule {}
