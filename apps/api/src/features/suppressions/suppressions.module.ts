import { Module } from '@nestjs/common';
import { SuppressionsController } from './suppressions.controller.ts';
import { SuppressionsService } from './suppressions.service.ts';

@Module({ controllers: [SuppressionsController], providers: [SuppressionsService] })
export class SuppressionsModule {}
