import { Module } from '@nestjs/common';
import { FrequencyController } from './frequency.controller.ts';
import { FrequencyService } from './frequency.service.ts';

@Module({ controllers: [FrequencyController], providers: [FrequencyService], exports: [FrequencyService] })
export class FrequencyModule {}
