import { type Alignment, type Picture, placeholderPicture, type PlainLine } from '@engagex/domain/documents';
import { ImageOff } from 'lucide-react';
import { useOrganization } from '../../../shared/session.ts';
import { wordsOf } from '../state/block-names.ts';
import { type Look, marginCss, shade, useLook } from './look.ts';

interface MailPictureProps {
  readonly picture: Picture;
  readonly alt: PlainLine;
  readonly align?: Alignment;
  /** Percent of the column. */
  readonly width?: number;
  readonly corners: number;
}

/** A picture as the message shows it; one that depends on the person is its fallback, or says so. */
export function MailPicture({ picture, alt, align = 'center', width = 100, corners }: MailPictureProps) {
  const look = useLook();
  if (picture.from === 'logo') return <Logo align={align} look={look} />;
  const source = sourceOf(picture, look);
  const css = { ...marginCss(align), width: `${width}%`, borderRadius: corners, display: 'block' };
  if (source === null && picture.from === 'variable')
    return (
      <div style={css} className="mail-missing-picture">
        <ImageOff aria-hidden size={18} /> Picture from {picture.variable}
      </div>
    );
  return <img src={source ?? ''} alt={wordsOf(alt)} draggable={false} style={{ ...css, height: 'auto' }} />;
}

export function sourceOf(picture: Exclude<Picture, { from: 'logo' }>, { brand, mode }: Look): string | null {
  switch (picture.from) {
    case 'web':
      return mode === 'dark' ? (picture.dark ?? picture.url) : picture.url;
    case 'variable':
      return picture.fallback;
    case 'placeholder':
      return placeholderPicture(picture, brand.colors.light);
  }
}

function Logo({ align, look }: { align: Alignment; look: Look }) {
  const { name } = useOrganization();
  const { logo } = look.brand;
  const source = look.mode === 'dark' ? (logo.dark ?? logo.light) : logo.light;
  if (source)
    return (
      <img
        src={source}
        alt={logo.alt || name}
        draggable={false}
        style={{ ...marginCss(align), display: 'block', width: logo.width, maxWidth: '100%', height: 'auto' }}
      />
    );
  const css = {
    textAlign: align,
    color: shade(look.paint.text('brand', 'text', look.ground), look),
    fontFamily: look.fonts.headings,
    fontSize: 20,
    fontWeight: 700,
    lineHeight: 1.3,
    letterSpacing: '-0.2px',
  };
  return <div style={css}>{name}</div>;
}
