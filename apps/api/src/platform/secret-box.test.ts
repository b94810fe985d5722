import { expect, test } from 'vitest';
import { SecretBox } from './secret-box.ts';

const box = new SecretBox('Zt1kq8Vw3mXc7bNf5hJr2sLp9gDy4aQe');

test('what was sealed is read again, and is different each time it is sealed', () => {
  const sealed = box.seal('JBSWY3DPEHPK3PXP', 'totp ada');
  expect(box.open(sealed, 'totp ada')).toBe('JBSWY3DPEHPK3PXP');
  expect(box.seal('JBSWY3DPEHPK3PXP', 'totp ada').equals(sealed)).toBe(false);
  expect(sealed.toString('latin1')).not.toContain('JBSWY3DPEHPK3PXP');
});

test('a changed box, another purpose and another key open nothing', () => {
  const sealed = box.seal('JBSWY3DPEHPK3PXP', 'totp ada');
  expect(() => box.open(sealed, 'totp grace')).toThrow();
  const changed = Buffer.from(sealed);
  changed[14] = (changed[14] ?? 0) ^ 1;
  expect(() => box.open(changed, 'totp ada')).toThrow();
  expect(() => new SecretBox('another secret of thirty-two chars').open(sealed, 'totp ada')).toThrow();
});
