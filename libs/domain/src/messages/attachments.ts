/** How much may be attached to one message. */
export const attachmentLimits = { files: 10, bytes: 7 * 1024 * 1024, nameCharacters: 100 } as const;

/** The body of a request with all that in base64, and the message itself. */
export const messageRequestBytes = 12 * 1024 * 1024;

/** What computers run when somebody opens it. Mailbox providers refuse whole messages for most of these. */
const executable = new Set(
  (
    'ade adp apk app appimage appx bat bin cab chm cmd com cpl deb dll dmg exe gadget hta ins iso isp jar jnlp js jse ' +
    'lib lnk mde msc msi msix msp mst nsh pif ps1 psm1 reg rpm run scf scr sct sh shb sys url vb vbe vbs vhd vxd wsc wsf wsh xll'
  ).split(' '),
);

const programStarts: readonly (readonly number[])[] = [
  [0x4d, 0x5a], // MZ: Windows
  [0x7f, 0x45, 0x4c, 0x46], // ELF
  [0xcf, 0xfa, 0xed, 0xfe], // Mach-O
  [0xce, 0xfa, 0xed, 0xfe],
  [0xca, 0xfe, 0xba, 0xbe], // Mach-O for several processors, and Java classes
  [0x23, 0x21], // #!
];

/** Why a file cannot be attached, or null. `start` is how its bytes begin. */
export function problemWithAttachment(name: string, start: Uint8Array): string | null {
  // Windows ignores dots and spaces at the end of a name.
  const extension =
    name
      .toLowerCase()
      .replace(/[. ]+$/, '')
      .split('.')
      .at(-1) ?? '';
  if (name.includes('.') && executable.has(extension))
    return `Files that end in .${extension} can be run, so they cannot be attached.`;
  const isProgram = programStarts.some((bytes) => bytes.every((byte, index) => start[index] === byte));
  return isProgram ? `${name} is a program, whatever its name says. Attach documents only.` : null;
}

/** Whether this is base64 (RFC 4648, section 4), looked at in one pass: it may be megabytes. */
export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

/** How many bytes a text in base64 stands for. */
export function bytesInBase64(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return (text.length / 4) * 3 - padding;
}
