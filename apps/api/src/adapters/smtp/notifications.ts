interface Asked {
  readonly envelopeId: string | null;
  readonly to: string;
}

/**
 * Parameters of MAIL FROM and RCPT TO that ask the server for reports of failures with our name for the message (RFC 3461,
 * 4), and only its headers back. An address outside ASCII would need another notation (RFC 6533), so it is not told.
 */
export function notificationsFor({ envelopeId, to }: Asked): { readonly mail: string; readonly rcpt: string } {
  if (!envelopeId) return { mail: '', rcpt: '' };
  const original = /^[!-~]+$/.test(to) ? ` ORCPT=rfc822;${xtext(to)}` : '';
  return { mail: ` RET=HDRS ENVID=${envelopeId}`, rcpt: ` NOTIFY=FAILURE${original}` };
}

/** RFC 3461, 4: anything but printable ASCII, and `+` and `=`, as hexadecimal. */
function xtext(text: string): string {
  return text.replaceAll(/[+=]/g, (letter) => `+${letter.charCodeAt(0).toString(16).toUpperCase()}`);
}
