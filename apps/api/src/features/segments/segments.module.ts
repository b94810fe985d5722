import { Module } from '@nestjs/common';
import { SegmentMembers } from './segment-members.ts';
import { SegmentsOfContact } from './segments-of-contact.ts';
import { SegmentsController } from './segments.controller.ts';
import { SegmentsService } from './segments.service.ts';

@Module({
  controllers: [SegmentsController],
  providers: [SegmentMembers, SegmentsOfContact, SegmentsService],
  exports: [SegmentMembers, SegmentsService],
})
export class SegmentsModule {}
