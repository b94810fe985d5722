import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { notFound } from '@engagex/domain/shared';
import { Public } from '../http/handles.ts';
import { OpenApi } from './openapi.ts';

const uiFolder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const uiFiles: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'swagger-ui.css': 'text/css',
    'swagger-ui-bundle.js': 'text/javascript',
  }),
);

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>EngageX API</title>
    <link rel="stylesheet" href="/api/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="docs"></div>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;

@Controller('api')
export class OpenApiController {
  constructor(private readonly openApi: OpenApi) {}

  @Get('openapi.json')
  @Public('the description of the API is no secret')
  document() {
    return this.openApi.document();
  }

  @Get('docs')
  @Public('the description of the API is no secret')
  @Header('content-type', 'text/html; charset=utf-8')
  docs() {
    return page;
  }

  /** A file of its own, because the content security policy allows no inline script. */
  @Get('docs/start.js')
  @Public('the description of the API is no secret')
  @Header('content-type', 'text/javascript')
  start() {
    return `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#docs', deepLinking: true });`;
  }

  @Get('docs/:file')
  @Public('the description of the API is no secret')
  file(@Param('file') file: string) {
    const type = uiFiles.get(file);
    if (!type) throw notFound('file');
    return new StreamableFile(createReadStream(join(uiFolder, file)), { type });
  }
}
