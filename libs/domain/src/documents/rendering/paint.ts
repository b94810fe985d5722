import type { BrandKit } from '../brand/brand-kit.ts';
import { type ColorRole, contrast, legible } from '../brand/palette.ts';
import type { ColorChoice } from '../style.ts';

/** A color in light and in dark mode. */
export interface Color {
  readonly light: string;
  readonly dark: string;
}

/** What something stands on. A color of the author's own stays the same in dark mode, and so does all that is on it. */
export interface Ground extends Color {
  readonly isFixed: boolean;
}

/** Text of an author's color that can hardly be read in dark mode. */
export interface FaintText {
  /** The block it is in. */
  readonly id: string;
  readonly color: string;
  readonly ground: string;
  readonly reached: number;
}

const readable = 3;

/** What of an element has the color. */
type Part = 'text' | 'inline' | 'page' | 'section' | 'rule' | 'panel' | 'table' | 'line';

/** Colors of one document. Those that are others in dark mode get class names, for which `css` has the rules. */
export class Paint {
  readonly #brand: BrandKit;
  readonly #rules = new Map<string, { name: string; css: string }>();

  readonly #faint = new Map<string, FaintText>();
  #id = '';

  constructor(brand: BrandKit) {
    this.#brand = brand;
  }

  /** What is painted from here on is of this block. */
  isFor(id: string): void {
    this.#id = id;
  }

  /** The worst of each block. */
  get faintInDark(): readonly FaintText[] {
    return [...this.#faint.values()];
  }

  ground(choice: ColorChoice, usual: ColorRole): Ground {
    const color = this.#colorOf(choice, usual);
    return { ...color, isFixed: choice.startsWith('#') };
  }

  /** The color of text: the brand's own where it can be read, or what can be; an author's choice as it is. */
  text(choice: ColorChoice, usual: ColorRole, on: Ground): Color {
    const { light, dark } = this.#brand.colors;
    if (choice !== 'brand') return this.#noted(onGround(this.#colorOf(choice, usual), on), on);
    return onGround(
      {
        light: legible(on.light, [light[usual], light.onPrimary, light.text, '#ffffff', '#000000']),
        dark: legible(on.dark, [dark[usual], dark.onPrimary, dark.text, '#ffffff', '#000000']),
      },
      on,
    );
  }

  /** A color that need not be read, such as that of a line. */
  plain(choice: ColorChoice, usual: ColorRole, on: Ground): Color {
    return onGround(this.#colorOf(choice, usual), on);
  }

  /** The class for a part that changes in dark mode; undefined when it does not. */
  classFor(part: Part, color: Color): string | undefined {
    if (color.light === color.dark) return undefined;
    return this.#rule(`${part} ${color.light} ${color.dark}`, part.charAt(0), (name) => cssOf(part, name, color.dark));
  }

  classForButton(background: Color, label: Color): string | undefined {
    if (background.light === background.dark && label.light === label.dark) return undefined;
    const key = `button ${background.light} ${background.dark} ${label.light} ${label.dark}`;
    return this.#rule(
      key,
      'b',
      (name) =>
        `.${name} td{${backgroundOf(background.dark)}}.${name} a{${backgroundOf(background.dark)};color:${label.dark}!important}`,
    );
  }

  /** Rules for mail programs that ask for dark mode by a media query, and for Outlook.com, which has attributes instead. */
  get css(): string {
    const rules = [...this.#rules.values()].map(({ css }) => css);
    const forOutlook = rules.join('').replaceAll(/(^|\}|,)\./g, '$1[data-ogsc] .');
    return `@media (prefers-color-scheme:dark){ ${rules.join('')}.only-light{display:none!important}.only-dark{display:inline-block!important} } ${forOutlook}`;
  }

  /** A brand's own color gives way where it cannot be read; an author's choice does not. */
  #noted(color: Color, on: Ground): Color {
    const reached = contrast(color.dark, on.dark);
    const known = this.#faint.get(this.#id);
    if (!on.isFixed && reached < readable && reached < (known?.reached ?? readable))
      this.#faint.set(this.#id, { id: this.#id, color: color.dark, ground: on.dark, reached });
    return color;
  }

  #colorOf(choice: ColorChoice, usual: ColorRole): Color {
    const { light, dark } = this.#brand.colors;
    if (choice.startsWith('#')) return { light: choice, dark: choice };
    const role = isRole(choice) ? choice : usual;
    return { light: light[role], dark: dark[role] };

    function isRole(name: string): name is ColorRole {
      return name in light;
    }
  }

  #rule(key: string, letter: string, write: (name: string) => string): string {
    const known = this.#rules.get(key);
    if (known) return known.name;
    const name = `${letter}${this.#rules.size}`;
    this.#rules.set(key, { name, css: write(name) });
    return name;
  }
}

function onGround(color: Color, ground: Ground): Color {
  return ground.isFixed ? { light: color.light, dark: color.light } : color;
}

function backgroundOf(color: string): string {
  return `background:${color}!important`;
}

/** Where MJML puts a color of an element with a class. */
function cssOf(part: Part, name: string, color: string): string {
  switch (part) {
    case 'inline':
      return `.${name}{color:${color}!important}`;
    case 'text':
      return `.${name} > div{color:${color}!important}`;
    case 'table':
      return `.${name} > table{color:${color}!important}`;
    case 'page':
    case 'section':
      return `.${name},.${name} > div,.${name} > table{${backgroundOf(color)}}`;
    case 'panel':
      return `.${name}{${backgroundOf(color)}}`;
    case 'rule':
      return `.${name} > p{border-top-color:${color}!important}`;
    case 'line':
      return `.${name}{border-color:${color}!important}`;
  }
}
