/** All areas of a folder of knowledge, checked when they are built: see esbuild.js. */
declare module '*.yaml' {
  export const areas: unknown;
}
