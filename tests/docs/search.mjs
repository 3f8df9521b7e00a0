// Search a built site as its search page does: node search.mjs FOLDER QUERY... prints the pages found for each query.
import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";

const [folder, ...queries] = process.argv.slice(2);
const page = {
  DOCUMENTATION_OPTIONS: { BUILDER: "html", FILE_SUFFIX: ".html", LINK_SUFFIX: ".html" },
  SPHINX_HIGHLIGHT_ENABLED: false,
  document: { getElementById: () => null },
  _: (text) => text,
  _ready: () => {},
  console,
};
page.window = page;
vm.createContext(page);
const read = (name) => fs.readFileSync(path.join(folder, name), "utf-8");
for (const name of ["_static/language_data.js", "_static/searchtools.js", "searchindex.js"]) {
  vm.runInContext(read(name), page, { filename: name });
}
page.queries = queries;
const found = vm.runInContext(
  "queries.map((query) => Search._performSearch(...Search._parseQuery(query)).map((item) => item[0] + item[2]))",
  page,
);
console.log(JSON.stringify(found));
