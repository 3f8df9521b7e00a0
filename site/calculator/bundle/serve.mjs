// Serve the page to this computer alone, and open it in the browser; stop with Ctrl+C.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("page/", import.meta.url));
/** @type {Record<string, string>} */
const types = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".zip": "application/zip",
};

const server = createServer(async (request, answer) => {
  try {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://127.0.0.1").pathname);
    const file = normalize(join(folder, path.endsWith("/") ? `${path}index.html` : path));
    if (!file.startsWith(folder)) throw new Error("outside");
    const data = await readFile(file);
    answer.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" }).end(data);
  } catch {
    answer.writeHead(404).end();
  }
});
const port = Number(process.argv[2] ?? 0);
server.listen(port, "127.0.0.1", () => {
  const place = server.address();
  const address = `http://127.0.0.1:${place && typeof place === "object" ? place.port : port}/`;
  console.log(address, "(Ctrl+C)");
  if (process.argv.length > 2) return;
  const [program, ...options] = process.platform === "win32" ? ["cmd", "/c", "start", ""] : process.platform === "darwin" ? ["open"] : ["xdg-open"];
  spawn(program, [...options, address], { stdio: "ignore" }).on("error", () => {});
});
