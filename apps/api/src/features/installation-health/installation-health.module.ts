import { Module } from '@nestjs/common';
import { Figures } from './figures.ts';
import { FiguresMetrics } from './figures-metrics.ts';
import { InstallationHealthController } from './installation-health.controller.ts';
import { ReadHealth } from './read-health.ts';

@Module({
  controllers: [InstallationHealthController],
  providers: [Figures, FiguresMetrics, ReadHealth],
})
export class InstallationHealthModule {}
