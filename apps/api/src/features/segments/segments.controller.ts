import { Controller } from '@nestjs/common';
import { segmentsRoutes } from '@engagex/domain/segments';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { readCursor } from '../../platform/http/paging.ts';
import { SegmentMembers } from './segment-members.ts';
import { SegmentsOfContact } from './segments-of-contact.ts';
import { SegmentsService } from './segments.service.ts';

interface OfSegment {
  readonly id: string;
}

@Controller()
export class SegmentsController {
  constructor(
    private readonly segments: SegmentsService,
    private readonly members: SegmentMembers,
    private readonly ofOne: SegmentsOfContact,
  ) {}

  @Handles(segmentsRoutes.list)
  list() {
    return this.segments.list();
  }

  @Handles(segmentsRoutes.values)
  values(@Input() { field, attribute, search }: ParsedInputOf<typeof segmentsRoutes.values>) {
    return this.segments.values({ field, attribute, search: search ?? '' });
  }

  @Handles(segmentsRoutes.create)
  create(@Input() input: ParsedInputOf<typeof segmentsRoutes.create>) {
    return this.segments.create(input).then(({ id }) => this.segments.view(id));
  }

  @Handles(segmentsRoutes.get)
  get(@Input() { id }: OfSegment) {
    return this.segments.view(id);
  }

  @Handles(segmentsRoutes.update)
  update(@Input() { id, name, tree, version }: ParsedInputOf<typeof segmentsRoutes.update>) {
    return this.segments
      .update(id, { ...(name ? { name } : {}), ...(tree ? { tree } : {}) }, version)
      .then(({ id: of }) => this.segments.view(of));
  }

  @Handles(segmentsRoutes.delete)
  delete(@Input() { id }: OfSegment) {
    return this.segments.delete(id);
  }

  @Handles(segmentsRoutes.restore)
  restore(@Input() { id }: OfSegment) {
    return this.segments.restore(id).then(() => this.segments.view(id));
  }

  @Handles(segmentsRoutes.count)
  count(@Input() { tree, segmentId }: ParsedInputOf<typeof segmentsRoutes.count>) {
    return this.members.count(tree, segmentId);
  }

  @Handles(segmentsRoutes.sample)
  sample(@Input() { tree, segmentId, limit }: ParsedInputOf<typeof segmentsRoutes.sample>) {
    return this.members.page(tree, { cursor: null, limit }, segmentId);
  }

  @Handles(segmentsRoutes.explain)
  explain(@Input() { tree, segmentId, address }: ParsedInputOf<typeof segmentsRoutes.explain>) {
    return this.members.explain(tree, address, segmentId);
  }

  @Handles(segmentsRoutes.members)
  async listMembers(@Input() { id, cursor, limit }: ParsedInputOf<typeof segmentsRoutes.members>) {
    const { tree } = await this.segments.get(id);
    return this.members.page(tree, { cursor: readCursor(cursor), limit }, id);
  }

  @Handles(segmentsRoutes.ofContact)
  ofContact(@Input() { id }: { readonly id: string }) {
    return this.ofOne.find(id);
  }
}
