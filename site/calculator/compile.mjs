// Pack wheels for the page, with the Python that will run them: node compile.mjs PYODIDE WHEELS OUT
// WHEELS are compiled into OUT/library.zip, and Pyodide's own standard library into OUT/python_stdlib.zip.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [pyodide, wheels, out] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`).href);
const env = { PYTHONNODEBUGRANGES: "1" }; // columns of errors would be a fifth of the download
const python = await loadPyodide({ indexURL: pyodide, env });
python.FS.mkdirTree("/pyodide");
python.mountNodeFS("/pyodide", pyodide);
python.mountNodeFS("/wheels", wheels);
python.mountNodeFS("/out", out);
python.runPython(readFileSync(new URL("pack.py", import.meta.url), "utf-8"));
