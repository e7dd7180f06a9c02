// Builds everything that runs: `node esbuild.js` the product (dist/); into out/, `--unit` the unit tests, `--tests` all
// tests, and `--harness` the tools that drive a real VS Code and run the tests.
// Only the extension's own bundles may leave `vscode` to the host: anywhere else the import fails the build.
const esbuild = require('esbuild');
const fs = require('node:fs');
const path = require('node:path');

const flags = new Set(process.argv.slice(2));
const watch = flags.has('--watch');
const production = flags.has('--production');

const common = {
  bundle: true,
  sourcemap: production ? false : 'linked',
  minify: production,
  legalComments: 'none',
  logLevel: 'warning',
  loader: { '.wasm': 'binary' },
};

/** Modules named so are evaluated when we build, and bundles hold what came out: plain data. */
const evaluateConstants = {
  name: 'evaluate-constants',
  setup(build) {
    build.onLoad({ filter: /\.constant\.ts$/ }, async ({ path: file }) => {
      const evaluating = await esbuild.build({ entryPoints: [file], bundle: true, write: false, metafile: true, format: 'iife', globalName: 'constants', logLevel: 'silent' });
      const constants = new Function(`${evaluating.outputFiles[0].text}; return constants;`)();
      const contents = Object.entries(constants).map(([name, value]) => `export const ${name} = ${literalOf(value)};`);
      return { contents: contents.join('\n'), loader: 'js', watchFiles: Object.keys(evaluating.metafile.inputs).map((input) => path.resolve(input)) };
    });
  },
};

/** Formats without their samples, which only tests read: they are half of the data that each start would load. */
const withoutSamples = {
  name: 'without-samples',
  setup(build) {
    build.onLoad({ filter: /[\\/]core[\\/]formats[\\/]library[\\/].*\.json$/ }, ({ path: file }) => {
      const format = { ...JSON.parse(fs.readFileSync(file, 'utf8')), samples: [] };
      return { contents: JSON.stringify(format), loader: 'json' };
    });
  },
};

/** A folder of knowledge, imported as `FOLDER/*.yaml`: checked, and one text of JSON, which loads faster than JavaScript. */
const knowledge = {
  name: 'knowledge',
  setup(build) {
    build.onResolve({ filter: /\/\*\.yaml$/ }, ({ path: pattern, resolveDir }) => ({ path: path.resolve(resolveDir, path.dirname(pattern)), namespace: 'knowledge' }));
    build.onLoad({ filter: /.*/, namespace: 'knowledge' }, async ({ path: folder }) => {
      const checking = await esbuild.build({ entryPoints: ['src/ml/knowledgeArea.ts'], bundle: true, write: false, format: 'iife', globalName: 'checks', logLevel: 'silent' });
      const { parseArea } = new Function(`${checking.outputFiles[0].text}; return checks;`)();
      const files = fs.readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort().map((name) => path.join(folder, name));
      const owners = new Map();
      const read = files.map((file) => {
        const parsed = parseArea(fs.readFileSync(file, 'utf8'));
        const problems = parsed.problems.length > 0 ? parsed.problems : parsed.area.entries.flatMap(({ id }, index) => {
          const citation = `${parsed.area.area}/${id}`;
          const owner = owners.get(citation) ?? file;
          owners.set(citation, owner);
          return owner === file ? [] : [{ place: `entries[${index}] (${id})`, message: `is in ${path.basename(owner)} too: choose another id`, line: 0 }];
        });
        return { file, area: parsed.area, problems };
      });
      const errors = read.flatMap(({ file, problems }) => problems.map(({ place, message, line }) => ({ text: `${place} ${message}`.trim(), location: { file, line: line + 1 } })));
      const contents = `export const areas = JSON.parse(${JSON.stringify(JSON.stringify(read.map(({ area }) => area)))});`;
      return { contents, loader: 'js', errors, watchFiles: files, watchDirs: [folder] };
    });
  },
};

/** The words of `natural` for English only: those of ten other languages and vocabularies would be some 4 MB of the product. */
const englishSentiment = {
  name: 'english-sentiment',
  setup(build) {
    build.onResolve({ filter: /^\.\/.*\.json$|^afinn-165-financialmarketnews$/ }, ({ path: name, importer }) =>
      /[\\/]sentiment[\\/]SentimentAnalyzer\.js$/.test(importer) && name !== './English/negations_en.json' ? { path: name, namespace: 'not-english' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'not-english' }, () => ({ contents: '{}', loader: 'json' }));
  },
};

/** Plain data as JavaScript. */
function literalOf(value) {
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return `[${value.map(literalOf).join()}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${literalOf(member)}`).join()}}`;
}

const node = {
  ...common,
  plugins: [evaluateConstants, knowledge, englishSentiment],
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // Some libraries ask for their own address, which CommonJS does not have.
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
};

/**
 * Entries have what they share in files of their own, and what is imported on the way is loaded on the way. esbuild does
 * that for ES modules only, which Node starts more slowly: what comes out becomes CommonJS.
 */
const splitCommonJs = {
  name: 'split-commonjs',
  setup(build) {
    const { outdir, target, minify, define, banner, sourcemap } = build.initialOptions;
    Object.assign(build.initialOptions, { format: 'esm', splitting: true, write: false, define: {}, banner: {}, sourcemap: sourcemap && 'inline' });
    build.onEnd(async ({ errors, outputFiles = [] }) => {
      if (errors.length > 0) return;
      const written = await Promise.all(outputFiles.map(async ({ path: file, text }) => {
        const name = path.basename(file);
        const { code, map } = await esbuild.transform(text, { target, minify, define, banner: banner.js, format: 'cjs', platform: 'node', supported: { 'dynamic-import': false }, sourcemap: sourcemap && 'external', sourcefile: name });
        fs.writeFileSync(file, sourcemap ? `${code}//# sourceMappingURL=${name}.map\n` : code, { mode: code.startsWith('#!') ? 0o755 : 0o644 });
        if (sourcemap) fs.writeFileSync(`${file}.map`, map);
        return sourcemap ? [name, `${name}.map`] : [name];
      }));
      const stale = fs.readdirSync(outdir).filter((name) => /-[A-Z0-9]{8}\.js(?:\.map)?$/.test(name) && !written.flat().includes(name));
      for (const name of stale) fs.rmSync(path.join(outdir, name));
    });
  },
};

/** A bundle for itself: were it a part of the others, all that it shares with them would be a file more for each start. */
const apart = {
  name: 'apart',
  setup(build) {
    build.onResolve({ filter: /^\.\/mcpProtocol$/ }, ({ path: module }) => ({ path: `${module}.js`, external: true }));
  },
};

/** Every file of a bundle shares one view of the host's API: esbuild's own would copy all of it once per importing file, at activation. */
const shareHostApi = {
  name: 'share-host-api',
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, ({ namespace }) => (namespace === 'host' ? { path: 'vscode', external: true } : { path: 'vscode', namespace: 'host' }));
    build.onLoad({ filter: /.*/, namespace: 'host' }, () => ({ contents: "export * from 'vscode';" }));
  },
};

const product = [
  { ...node, entryPoints: { extension: 'src/extension.ts' }, outdir: 'dist', plugins: [evaluateConstants, shareHostApi] },
  {
    ...node,
    entryPoints: { cli: 'src/cli.ts', worker: 'src/engine/worker.ts', scanWorker: 'src/engine/scanWorker.ts' },
    outdir: 'dist',
    plugins: [evaluateConstants, knowledge, englishSentiment, withoutSamples, apart, splitCommonJs],
  },
  { ...node, entryPoints: { mcpProtocol: 'src/cli/mcpProtocol.ts' }, outdir: 'dist' },
  {
    ...common,
    platform: 'browser',
    target: 'chrome130',
    format: 'iife',
    entryPoints: { dashboard: 'webview-ui/main.ts', logView: 'webview-ui/logView/main.ts', answer: 'webview-ui/answer/main.ts' },
    outdir: 'dist/webview',
  },
];

/** Compiles the scan kernel, which bundles hold as bytes, where its source has changed. */
async function buildKernel() {
  const folder = 'src/core/scan/assembly';
  const target = 'src/core/scan/shapes.wasm';
  const changed = Math.max(...fs.readdirSync(folder).map((file) => fs.statSync(path.join(folder, file)).mtimeMs));
  if (fs.existsSync(target) && fs.statSync(target).mtimeMs > changed) return;
  const { main: compile } = await import('assemblyscript/asc');
  // Another build may be reading it.
  const fresh = `${target}.${process.pid}`;
  const { error, stderr } = await compile([`${folder}/shapes.ts`, '--outFile', fresh, '-O3', '--enable', 'simd', '--runtime', 'stub']);
  if (error) throw new Error(`The scan kernel cannot be compiled: ${stderr.toString()}`);
  fs.renameSync(fresh, target);
}

function testFiles(folder) {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => path.join(folder, file));
}

const unit = () => [
  { ...node, sourcemap: 'inline', entryPoints: testFiles('test/unit'), outbase: 'test/unit', outdir: 'out/unit', packages: 'external' },
];

/** Tests that run in an extension host (they import `vscode`), and those that drive one from outside. */
const tests = () => [
  ...unit(),
  {
    ...node,
    sourcemap: 'inline',
    entryPoints: ['test/integration/index.ts', ...testFiles('test/integration')],
    outbase: 'test/integration',
    outdir: 'out/integration',
    packages: 'external',
  },
  ...['ui', 'vsix', 'postgres'].map((folder) => ({
    ...node,
    sourcemap: 'inline',
    entryPoints: testFiles(`test/${folder}`),
    outbase: `test/${folder}`,
    outdir: `out/${folder}`,
    packages: 'external',
  })),
];

const harness = () => [
  {
    ...node,
    sourcemap: 'inline',
    entryPoints: fs.readdirSync('test/harness/entries').map((file) => path.join('test/harness/entries', file)),
    outdir: 'out/harness',
    packages: 'external',
  },
];

/** The licences of all libraries that were bundled, as they ask for. */
function writeNotices(metafiles) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(inputs.map((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]).filter(Boolean));
  const notices = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const file = fs.readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
    const text = file ? fs.readFileSync(path.join(folder, file), 'utf8').trim() : `Licence: ${license ?? 'see its package'}`;
    return `${name} ${version}\n\n${text}\n`;
  });
  fs.writeFileSync('dist/third-party-notices.txt', notices.join(`\n${'-'.repeat(80)}\n\n`));
}

async function main() {
  const configs = flags.has('--unit') ? unit() : flags.has('--tests') ? tests() : flags.has('--harness') ? harness() : product;
  await buildKernel();
  if (configs === product) {
    fs.mkdirSync('dist', { recursive: true });
    fs.copyFileSync(require.resolve('sql.js/dist/sql-wasm.wasm'), 'dist/sql-wasm.wasm');
  }
  if (!watch) {
    const results = await Promise.all(configs.map((config) => esbuild.build({ ...config, metafile: true })));
    if (configs === product) writeNotices(results.map(({ metafile }) => metafile));
    return;
  }
  for (const config of configs) await (await esbuild.context(config)).watch();
}

main().catch((error) => {
  // esbuild has printed its own errors.
  if (!Array.isArray(error.errors)) console.error(error);
  process.exitCode = 1;
});
