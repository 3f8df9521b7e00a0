// Settle terms under Node with the archives of the page: node settle.mjs BUILT < terms (JSON: a list of texts) > answers
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const built = process.argv[2];
const { loadPyodide } = await import(pathToFileURL(`${built}/pyodide/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: `${built}/pyodide/` });
const site = python.runPython("import sysconfig; sysconfig.get_path('purelib')");
python.unpackArchive(new Uint8Array(readFileSync(`${built}/library.zip`)), "zip", { extractDir: site });
const calculator = python.pyimport("calculator");
const terms = JSON.parse(readFileSync(0, "utf-8"));
process.stdout.write(JSON.stringify(terms.map((term) => JSON.parse(calculator.settle(term, "{}", "en")))));
