import { type Check, problemIn } from './checked-message.ts';

/** Bytes; Gmail hides the rest behind a link. */
export const gmailClipsAt = 102 * 1024;

/** Of the HTML before anything of a person is in it; the pre-flight measures everybody's. */
export const checkSize: Check = ({ content, made: { html, liquid } }) => {
  const bytes = Buffer.byteLength(liquid.show(html));
  if (bytes <= gmailClipsAt) return [];
  const said = 'Gmail clips messages larger than 102 kB. Make the message smaller.';
  return [problemIn(content, { code: 'clipped', message: said })];
};
