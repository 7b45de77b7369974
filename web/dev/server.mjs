/** A small stand-in for the API, in memory, for work on the clients alone: serves the built pages under their policy. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { answer } from "./api.mjs";

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const port = Number(process.env.PORT ?? 8123);
const TYPES = { ".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml", ".woff2": "font/woff2" };
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'";

const pages = [
  [/^\/d\/[^/]+\/s\/[^/]+$/, "respond"],
  [/^\/d\/[^/]+\/talk(\/thread)?$/, "talk"],
  [/^\/d\/[^/]+\/shared$/, "visit"],
  [/^\/d\/[^/]+\/privacy$/, "privacy"],
  [/^\/d\/[^/]+\/status$/, "status"],
  [/^\/desk\/d\/[^/]+(\/.*)?$/, "desk"],
];

async function fileFor(path) {
  const [, app, name] = /^\/assets\/(respond|talk|desk|visit|status|privacy)\/([\w.-]+)$/.exec(path) ?? [];
  if (app) return [join(web, app, "dist/assets", name), {}];
  if (path === "/widget.js") return [join(web, "talk/dist/widget.js"), {}];
  const page = pages.find(([pattern]) => pattern.test(path))?.[1];
  return page ? [join(web, page, "dist/index.html"), { "content-security-policy": POLICY }] : [];
}

async function body(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : {};
}

createServer(async (request, response) => {
  const url = new URL(request.url, "http://localhost");
  if (url.pathname.startsWith("/api/")) {
    const { status, content, headers = {} } = answer(request, url, await body(request));
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(content));
    return;
  }
  if (url.pathname === "/host") {
    response.writeHead(200, { "content-type": "text/html" }).end('<!doctype html><html lang="en"><title>Host</title><h1>A school site</h1><script src="/widget.js" data-district="demo" data-lang="en"></script></html>');
    return;
  }
  const [path, headers] = await fileFor(url.pathname);
  try {
    response.writeHead(200, { "content-type": TYPES[extname(path)], ...headers }).end(await readFile(path));
  } catch {
    response.writeHead(404).end();
  }
}).listen(port, () => console.log(`http://localhost:${port}/d/demo/s/svy_open  /d/demo/talk  /desk/d/demo/ (user demo, any password)  /host`));
