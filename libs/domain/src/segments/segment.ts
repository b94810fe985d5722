import type { SegmentBranch } from './tree.ts';

/** Contacts described by conditions: whoever meets them is in it, at any moment. */
export class Segment {
  id!: string;
  name!: string;
  tree!: SegmentBranch;
  createdAt!: Date;
  updatedAt!: Date;
  deletedAt: Date | null = null;
  createdById: string | null = null;
  updatedById: string | null = null;
}
