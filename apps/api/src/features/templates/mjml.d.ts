/** mjml 5 brings no types; this is the part used here. */
declare module 'mjml' {
  export interface MjmlError {
    readonly line: number;
    readonly message: string;
    readonly tagName: string;
  }
  export default function mjml2html(
    mjml: string,
    options: {
      validationLevel: 'soft' | 'strict' | 'skip';
      ignoreIncludes: true;
      fonts?: Readonly<Record<string, string>>;
      keepComments?: boolean;
    },
  ): Promise<{ html: string; errors: MjmlError[] }>;
}
