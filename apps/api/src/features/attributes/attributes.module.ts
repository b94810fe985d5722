import { Module } from '@nestjs/common';
import { AttributesController } from './attributes.controller.ts';
import { AttributesService } from './attributes.service.ts';

@Module({ controllers: [AttributesController], providers: [AttributesService], exports: [AttributesService] })
export class AttributesModule {}
