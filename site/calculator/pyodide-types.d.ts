// Pyodide stands beside the page once it is built; its types come from its package.
declare module "*/pyodide.mjs" {
  export * from "pyodide";
}
