import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AskAboutEverybody } from './ask-about-everybody.ts';
import { AskAboutTouched } from './ask-about-touched.ts';
import { CountChanges } from './count-changes.ts';
import { ForgetChangesWorker } from './forget-changes.worker.ts';
import { MembershipTurns } from './membership-turns.ts';
import { ReadChanges } from './read-changes.ts';
import { SegmentMembershipsController } from './segment-memberships.controller.ts';
import { SegmentMembershipsService } from './segment-memberships.service.ts';
import { SegmentMembershipsWorker } from './segment-memberships.worker.ts';
import { SegmentWatches } from './segment-watches.ts';
import { WakeMemberships } from './wake-memberships.ts';

@Module({
  imports: [DiscoveryModule],
  controllers: [SegmentMembershipsController],
  providers: [
    AskAboutEverybody,
    AskAboutTouched,
    CountChanges,
    ForgetChangesWorker,
    MembershipTurns,
    ReadChanges,
    SegmentMembershipsService,
    SegmentMembershipsWorker,
    SegmentWatches,
    WakeMemberships,
  ],
  exports: [SegmentWatches, WakeMemberships],
})
export class SegmentMembershipsModule {}
