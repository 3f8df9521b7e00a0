// The library in a web worker: the page sends a function's name and texts, and is answered with a text.
import { loadPyodide } from "./pyodide/pyodide.mjs";

let loaded = 0;
const fetched = self.fetch.bind(self);

/**
 * Fetch as the browser does, and tell the page how many bytes have come.
 * @param {RequestInfo | URL} resource
 * @param {RequestInit} [options]
 */
self.fetch = async (resource, options) => {
  const answer = await fetched(resource, options);
  if (!answer.body) return answer;
  const counted = answer.body.pipeThrough(
    new TransformStream({
      transform(piece, stream) {
        loaded += piece.byteLength;
        self.postMessage({ loaded });
        stream.enqueue(piece);
      },
    }),
  );
  return new Response(counted, answer);
};

/** @param {string} name */
async function archive(name) {
  const answer = await self.fetch(new URL(name, import.meta.url));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

/**
 * Unpack an archive of modules where Python finds them.
 * @param {import("pyodide").PyodideAPI} python
 * @param {Uint8Array} packed
 */
function unpack(python, packed) {
  python.unpackArchive(packed, "zip", { extractDir: python.runPython("import sysconfig; sysconfig.get_path('purelib')") });
}

const started = (async () => {
  const [python, library] = await Promise.all([
    loadPyodide({ indexURL: new URL("./pyodide/", import.meta.url).href }),
    archive("library.zip"),
  ]);
  unpack(python, library);
  python.runPython("import calculator");
  self.postMessage({ ready: true });
  return python;
})();
started.catch((error) => self.postMessage({ failed: `${error}` }));

/** @param {MessageEvent<{id: number, name: string, texts: string[]}>} message */
self.onmessage = async ({ data: { id, name, texts } }) => {
  try {
    const python = await started;
    const module = name === "specification" ? name : "calculator";
    if (module === "specification") unpack(python, await archive("specification.zip"));
    const answer = python.pyimport(module)[name](...texts);
    self.postMessage({ id, answer });
  } catch (error) {
    self.postMessage({ id, failed: `${error}` });
  }
};
