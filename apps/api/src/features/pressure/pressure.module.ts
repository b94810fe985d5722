import { Module } from '@nestjs/common';
import { HoldBack } from './hold-back.ts';
import { PressureController } from './pressure.controller.ts';
import { PressureService } from './pressure.service.ts';

@Module({ controllers: [PressureController], providers: [HoldBack, PressureService], exports: [HoldBack] })
export class PressureModule {}
