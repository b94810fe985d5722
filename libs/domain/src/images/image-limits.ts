/** What is taken, and what is made of it. docs/limits.md says the same in a table. */
export const imageLimits = {
  /** Of an upload, and of what is fetched from the web. */
  fileBytes: 20 * 1024 * 1024,
  /** A photo in JPEG, or a PNG: read row by row. */
  pixels: 50_000_000,
  /** Other formats, progressive JPEG and interlaced PNG are decoded as a whole; all frames of an animation count. */
  pixelsAtOnce: 25_000_000,
  frames: 300,
  /** Twice the 640 pixels that a message is wide, for screens with two pixels for one; nothing is enlarged. */
  width: 1_280,
  height: 8_000,
  /** Each frame has the whole weight of an image, so animations are as wide as the message. */
  animationWidth: 640,
  /** A drawing (SVG) becomes at least this wide, and at most `width`. */
  drawingWidth: 480,
  /** Of what is made of it, animations above all. */
  sentBytes: 5 * 1024 * 1024,
  nameCharacters: 200,
  altCharacters: 500,
} as const;

/** What mail programs show, Outlook too. */
export const imageTypes = ['image/jpeg', 'image/png', 'image/gif'] as const;
export type ImageType = (typeof imageTypes)[number];

/** What can be uploaded, by the endings of file names. */
export const uploadableImages = ['.jpg', '.jpeg', '.png', '.gif', '.webp', '.avif', '.tif', '.tiff', '.svg'] as const;

/** Days in which a deleted image can be restored; after that it is removed, unless something was made with it. */
export const imageKeptDays = 7;
