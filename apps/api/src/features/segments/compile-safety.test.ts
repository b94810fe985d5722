import { expect, test } from 'vitest';
import type { SegmentBranch } from '@engagex/domain/segments';
import { compileProbe, compileSegment } from './compile-segment.ts';

test('nothing a tree holds is part of the statement', () => {
  const marker = 'marker\'"; drop table contacts; --';
  const hostile: SegmentBranch = {
    kind: 'all',
    of: [
      { kind: 'field', field: 'email', predicate: { op: 'contains', value: marker } },
      { kind: 'attribute', name: marker, type: 'list', predicate: { op: 'has_all', values: [marker] } },
      {
        kind: 'event',
        op: 'did',
        name: marker,
        times: 2,
        window: null,
        properties: [{ name: marker, type: 'text', predicate: { op: 'is', value: marker } }],
        sum: { name: marker, predicate: { op: 'gt', value: 1 } },
      },
      {
        kind: 'event',
        op: 'did',
        name: marker,
        times: 2,
        window: { op: 'in_last_days', days: 1 },
        properties: [],
        sum: null,
      },
    ],
  };
  for (const compile of [compileSegment, compileProbe]) {
    const parameters: unknown[] = [];
    const { from, where } = compile(hostile, { now: new Date(), timeZone: 'UTC', trees: new Map() }, parameters);
    expect(`${from} ${where}`).not.toContain('marker');
    expect(parameters).toContain(marker);
  }
});
