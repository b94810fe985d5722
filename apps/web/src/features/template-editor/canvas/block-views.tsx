import { type Block, blockIn, type BlockOf, type BlockType, socialNetworks } from '@engagex/domain/documents';
import { CodeXml, Puzzle } from 'lucide-react';
import { type CSSProperties, memo, type ReactNode } from 'react';
import { useOrganization } from '../../../shared/session.ts';
import { wordsOf } from '../state/block-names.ts';
import { useEditorState } from '../state/editor-context.ts';
import { useSavedBlock } from '../saved-blocks/use-saved-blocks.ts';
import { EditableText } from './editable-text.tsx';
import { headingCss, LookProvider, marginCss, shade, spaceCss, textCss, useLook, variablesOf } from './look.ts';
import { MailPicture } from './mail-picture.tsx';
import { ButtonLabel, Hint } from './view-parts.tsx';

type View<Type extends BlockType> = (props: { block: BlockOf<Type> }) => ReactNode;
type Views = { readonly [Type in BlockType]: View<Type> };

/** A block as the message shows it. Drawn again when the block itself, the brand or what is under it changes. */
export const BlockView = memo(function BlockView({ block }: { block: Block }) {
  return viewOf(block);
});

function viewOf<Type extends BlockType>(block: BlockOf<Type>): ReactNode {
  const Shown: View<Type> = views[block.type];
  return <Shown block={block} />;
}

const views: Views = {
  text: function TextView({ block }) {
    const look = useLook();
    return (
      <div style={textCss(block.style, look, { size: block.style.size })}>
        <EditableText
          block={block}
          path="content"
          value={block.content}
          kind="rich"
          label="Text"
          placeholder="Write something, or type / for blocks"
        />
      </div>
    );
  },

  heading: function HeadingView({ block }) {
    const look = useLook();
    return (
      <div style={headingCss(block.level, block.style, look)}>
        <EditableText
          block={block}
          path="content"
          value={block.content}
          kind="line"
          label="Heading"
          placeholder="Heading"
        />
      </div>
    );
  },

  image: function ImageView({ block: { picture, alt, style } }) {
    return (
      <div style={spaceCss(style.padding)}>
        <MailPicture picture={picture} alt={alt} align={style.align} width={style.width} corners={style.corners} />
      </div>
    );
  },

  button: function ButtonView({ block }) {
    const { style } = block;
    return (
      <div style={{ ...spaceCss(style.padding), textAlign: style.align }}>
        <ButtonLabel block={block} path="label" label={block.label} style={style} isWide={style.width === 'column'} />
      </div>
    );
  },

  divider: function DividerView({ block: { style } }) {
    const look = useLook();
    const color = shade(look.paint.plain(style.color, 'border', look.ground), look);
    const line = {
      ...marginCss(style.align),
      width: `${style.width}%`,
      borderTop: `${style.thickness}px solid ${color}`,
    };
    return (
      <div style={spaceCss(style.padding)}>
        <div style={line} />
      </div>
    );
  },

  spacer: ({ block }) => <div style={{ height: block.style.height }} />,

  social: function SocialView({ block: { links, style } }) {
    const look = useLook();
    const shown = links === 'brand' ? look.brand.social : links;
    if (shown.length === 0) return <Hint>Social links of your brand appear here once you add them.</Hint>;
    const css = textCss(style, look, { size: 'small' });
    return (
      <div style={css}>
        {shown.map(({ network, label }) => (label && wordsOf(label)) || socialNetworks[network]).join('  ·  ')}
      </div>
    );
  },

  menu: function MenuView({ block }) {
    const look = useLook();
    return (
      <div style={{ ...textCss(block.style, look, { weight: 600 }) }}>
        {block.items.map(({ label }, at) => (
          <span key={at} style={{ display: 'inline-block', padding: '0 9px' }}>
            <EditableText
              block={block}
              path={`items.${at}.label`}
              value={label}
              kind="plain"
              label="Label"
              placeholder="Label"
            />
          </span>
        ))}
      </div>
    );
  },

  hero: function HeroView({ block }) {
    const look = useLook();
    const { picture, alt, heading, text, button, style } = block;
    const above = picture && style.picture === 'above';
    const end = style.padding.bottom;
    const part = (top: number, bottom: number) => ({ ...style, padding: { top, bottom } });
    return (
      <>
        {above && (
          <div style={{ paddingBottom: 28 }}>
            <MailPicture picture={picture} alt={alt} align={style.align} corners={style.corners} />
          </div>
        )}
        <div style={headingCss(1, part(above ? 0 : style.padding.top, text || button ? 14 : end), look)}>
          <EditableText
            block={block}
            path="heading"
            value={heading}
            kind="line"
            label="Heading"
            placeholder="Heading"
          />
        </div>
        {text && (
          <div style={textCss(part(0, button ? 24 : end), look)}>
            <EditableText block={block} path="text" value={text} kind="rich" label="Text" placeholder="Text" />
          </div>
        )}
        {button && (
          <div style={{ textAlign: style.align, paddingBottom: end }}>
            <ButtonLabel block={block} path="button.label" label={button.label} style={style.button} />
          </div>
        )}
      </>
    );
  },

  card: function CardView({ block }) {
    const look = useLook();
    const { picture, alt, title, text, price, button, style } = block;
    const part = (bottom: number) => ({ ...style, padding: { top: 0, bottom } });
    return (
      <>
        {picture && (
          <div style={{ paddingBottom: 14 }}>
            <MailPicture picture={picture} alt={alt} align={style.align} corners={style.corners} />
          </div>
        )}
        <div style={headingCss(3, part(price || text ? 4 : 12), look)}>
          <EditableText block={block} path="title" value={title} kind="plain" label="Title" placeholder="Title" />
        </div>
        {text && (
          <div style={textCss(part(price ? 4 : 12), look, { usual: 'muted' })}>
            <EditableText block={block} path="text" value={text} kind="rich" label="Text" placeholder="Text" />
          </div>
        )}
        {price && (
          <div style={textCss(part(12), look, { weight: 600 })}>
            <EditableText block={block} path="price" value={price} kind="plain" label="Price" placeholder="Price" />
          </div>
        )}
        {button && (
          <div style={{ ...spaceCss(style.padding), textAlign: style.align }}>
            <ButtonLabel block={block} path="button.label" label={button.label} style={style.button} />
          </div>
        )}
      </>
    );
  },

  table: function TableView({ block }) {
    const look = useLook();
    const { header, rows, style } = block;
    const line = shade(look.paint.plain('brand', 'border', look.ground), look);
    const cell = (at: number, isLast: boolean): CSSProperties => ({
      padding: '10px 0',
      paddingInlineEnd: isLast ? 0 : 12,
      textAlign: style.columns[at] ?? style.align,
      verticalAlign: 'top',
      borderBottom: style.lines === 'rows' ? `1px solid ${line}` : undefined,
    });
    const css = textCss(style, look);
    return (
      <div style={spaceCss(style.padding)}>
        <table
          role="presentation"
          style={{
            width: '100%',
            borderCollapse: 'collapse',
            color: css.color,
            fontSize: css.fontSize,
            lineHeight: 1.5,
          }}
        >
          <tbody>
            {header && (
              <tr>
                {header.map((text, at) => (
                  <td key={at} style={{ ...cell(at, at === header.length - 1), fontWeight: 600 }}>
                    <EditableText
                      block={block}
                      path={`header.${at}`}
                      value={text}
                      kind="line"
                      label="Heading of column"
                      placeholder="Column"
                    />
                  </td>
                ))}
              </tr>
            )}
            {rows.map(({ cells }, row) => (
              <tr key={row}>
                {cells.map((text, at) => (
                  <td key={at} style={cell(at, at === cells.length - 1)}>
                    <EditableText
                      block={block}
                      path={`rows.${row}.cells.${at}`}
                      value={text}
                      kind="line"
                      label="Cell"
                      placeholder="–"
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    );
  },

  video: function VideoView({ block }) {
    const look = useLook();
    const { picture, alt, label, style } = block;
    const words = textCss(
      { color: 'brand', align: 'center', padding: { top: 10, bottom: style.padding.bottom } },
      look,
      {
        usual: 'primary',
        weight: 600,
      },
    );
    return (
      <>
        <div style={{ paddingTop: style.padding.top }}>
          <MailPicture picture={picture} alt={alt} corners={style.corners} />
        </div>
        <div style={{ ...words, display: 'flex', justifyContent: 'center', gap: 8 }}>
          <span aria-hidden>▶</span>
          <EditableText
            block={block}
            path="label"
            value={label}
            kind="plain"
            label="Label"
            placeholder="Watch the video"
          />
        </div>
      </>
    );
  },

  coupon: function CouponView({ block }) {
    const look = useLook();
    const { code, note, style } = block;
    const ground = look.paint.ground(style.background, 'soft');
    const isOnPrimary = look.ground.light === look.brand.colors.light.primary;
    const line = shade(look.paint.plain('brand', isOnPrimary ? 'border' : 'primary', ground), look);
    const inside = { ...look, ground };
    const css: CSSProperties = {
      ...variablesOf(inside),
      background: shade(ground, look),
      border: `2px dashed ${line}`,
      borderRadius: 10,
      padding: '20px 24px',
      textAlign: style.align,
      color: shade(look.paint.text(style.color, 'text', ground), look),
    };
    return (
      <div style={spaceCss(style.padding)}>
        <LookProvider value={inside}>
          <div style={css}>
            <div style={{ fontSize: 26, lineHeight: 1.3, fontWeight: 700, letterSpacing: 2 }}>
              <EditableText block={block} path="code" value={code} kind="plain" label="Code" placeholder="CODE" />
            </div>
            {note && (
              <div style={{ fontSize: 14, lineHeight: 1.5, paddingTop: 6 }}>
                <EditableText block={block} path="note" value={note} kind="rich" label="Note" placeholder="Note" />
              </div>
            )}
          </div>
        </LookProvider>
      </div>
    );
  },

  footer: function FooterView({ block }) {
    const look = useLook();
    const { name } = useOrganization();
    const { text, unsubscribe, preferences, style } = block;
    return (
      <div style={textCss(style, look, { size: 'small', usual: 'muted' })}>
        {text && (
          <div style={{ marginBottom: 12 }}>
            <EditableText
              block={block}
              path="text"
              value={text}
              kind="rich"
              label="Reason"
              placeholder="Why people get this"
            />
          </div>
        )}
        <p style={{ marginBottom: 12 }}>
          {name}
          <br />
          <span title="From the settings of your organization">Your postal address</span>
        </p>
        <p style={{ textDecoration: 'underline' }}>
          {wordsOf(unsubscribe)}
          {preferences && (
            <>
              {'  ·  '}
              {wordsOf(preferences)}
            </>
          )}
        </p>
      </div>
    );
  },

  raw: ({ block }) => (
    <Hint icon={<CodeXml aria-hidden size={18} />}>
      {block.language === 'html' ? 'HTML' : 'MJML'} of your own. The preview shows it.
      <code className="mail-source">{block.source.slice(0, 120)}</code>
    </Hint>
  ),

  saved: function SavedView({ block }) {
    const { savedBlock, isLoading } = useSavedBlock(block.savedBlockId);
    const language = useEditorState((state) => state.language);
    if (savedBlock)
      return (
        <div inert>
          {savedBlock.published.map((each) => (
            <BlockView key={each.id} block={language === null ? each : blockIn(each, language)} />
          ))}
        </div>
      );
    return (
      <Hint icon={<Puzzle aria-hidden size={18} />}>
        {isLoading ? 'A saved block' : 'This saved block no longer exists. Remove it or choose another.'}
      </Hint>
    );
  },
};
