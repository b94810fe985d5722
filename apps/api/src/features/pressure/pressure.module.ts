import { Module } from '@nestjs/common';
import { PressureController } from './pressure.controller.ts';
import { PressureService } from './pressure.service.ts';

@Module({ controllers: [PressureController], providers: [PressureService], exports: [PressureService] })
export class PressureModule {}
