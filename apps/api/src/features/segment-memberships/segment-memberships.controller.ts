import { Controller } from '@nestjs/common';
import { segmentMembershipsRoutes as routes } from '@engagex/domain/segment-memberships';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { SegmentMembershipsService } from './segment-memberships.service.ts';

interface OfSegment {
  readonly id: string;
}

@Controller()
export class SegmentMembershipsController {
  constructor(private readonly memberships: SegmentMembershipsService) {}

  @Handles(routes.get)
  get(@Input() { id }: OfSegment) {
    return this.memberships.tracking(id);
  }

  @Handles(routes.track)
  track(@Input() { id }: OfSegment) {
    return this.memberships.track(id);
  }

  @Handles(routes.pause)
  pause(@Input() { id }: OfSegment) {
    return this.memberships.pause(id);
  }

  @Handles(routes.changes)
  changes(@Input() input: ParsedInputOf<typeof routes.changes>) {
    return this.memberships.changes(input);
  }

  @Handles(routes.counts)
  counts(@Input() input: ParsedInputOf<typeof routes.counts>) {
    return this.memberships.counts(input);
  }
}
