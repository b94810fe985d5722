export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export function shown(body: string, status = 200): PageAnswer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }, body };
}

export function redirect(to: string): PageAnswer {
  return { status: 303, headers: { location: to }, body: '' };
}
