import { Module } from '@nestjs/common';
import type { Config } from '../../config.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { EngagementsController } from './engagements.controller.ts';
import { HitRecorder } from './hit-recorder.ts';
import { PreferenceCentre } from './preferences.ts';
import { TrackingTokens } from './tracking-token.ts';
import { Unsubscribes } from './unsubscribe.ts';

@Module({
  controllers: [EngagementsController],
  providers: [
    {
      provide: TrackingTokens,
      useFactory: (config: Config) => new TrackingTokens(config.TRACKING_SECRET),
      inject: [CONFIG],
    },
    HitRecorder,
    PreferenceCentre,
    Unsubscribes,
  ],
  exports: [TrackingTokens],
})
export class EngagementsModule {}
