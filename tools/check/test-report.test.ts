import { expect, test } from 'vitest';
import { readReport, slowestFiles, testedFiles } from './test-report.ts';

test('a report says for each file what passed, what failed and how long it took', () => {
  const xml = `<?xml version="1.0" encoding="UTF-8" ?>
<testsuites name="vitest tests" tests="9" failures="1" errors="1" time="14.5">
    <testsuite name="apps/api/src/a.test.ts" timestamp="now" hostname="here" tests="5" failures="1" errors="0" skipped="1" time="12.250000">
        <testcase classname="apps/api/src/a.test.ts" name="&lt;testsuite tests=&quot;4&quot;&gt; is a title" time="0.1">
            <system-out><![CDATA[<testsuite name="printed" tests="99" time="99">]]></system-out>
        </testcase>
    </testsuite>
    <testsuite name="vitest unhandled errors" tests="1" failures="0" errors="1" skipped="0" time="0">
    </testsuite>
</testsuites>`;
  expect(testedFiles(xml)).toEqual([
    { name: 'apps/api/src/a.test.ts', passed: 3, failed: 1, seconds: 12.25 },
    { name: 'vitest unhandled errors', passed: 0, failed: 1, seconds: 0 },
  ]);
});

test('a run that wrote no report tested nothing', () => {
  expect(readReport('/nowhere/report.xml')).toEqual([]);
});

test('the slowest files come first, of whatever step, and no more than asked for', () => {
  const files = [
    { step: 'unit', name: 'a.test.ts', seconds: 0.04 },
    { step: 'integration', name: 'b.test.ts', seconds: 126.06 },
    { step: 'browser', name: 'c.spec.ts', seconds: 65.9 },
  ];
  expect(slowestFiles(files, 2).split('\n')).toEqual([
    '  126.1 s  integration  b.test.ts',
    '   65.9 s  browser      c.spec.ts',
  ]);
  expect(slowestFiles([])).toBe('');
});
