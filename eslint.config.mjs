// The layers of the house are checked here; a second time by the bundler (see esbuild.js).
import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** Forbids imports by pattern for a folder. */
function layer(files, patterns, globals = []) {
  return {
    files,
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ regex: '^natural$', message: 'Import natural by deep path.' }, ...patterns] }],
      'no-restricted-globals': ['error', ...globals],
    },
  };
}
const no = (regex, message) => ({ regex, message });
const vscode = no('^vscode$', 'vscode belongs to src/editor and src/extension.ts.');
const nodeModules = no('^node:', 'This folder is pure: what it needs of Node is handed in.');
const above = (...folders) => no(`/(${folders.join('|')})(/|$)`, 'A layer knows only the ones below it.');
const ambient = ['process', 'Buffer', 'window', 'document', 'fetch', 'setTimeout', 'setInterval', 'Date'].map((name) => ({
  name,
  message: 'This folder is pure: it reads neither the clock nor its surroundings.',
}));

export default tseslint.config(
  { ignores: ['src/core/scan/assembly', 'dist', 'out', 'node_modules', '.vscode-test', 'samples'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js'] })], 'import-x/extensions': ['.ts'], 'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] } },
    rules: {
      'import-x/no-default-export': 'error',
      'import-x/no-cycle': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Top-level `let` would be module state.
      'no-restricted-syntax': ['error', { selector: 'Program > VariableDeclaration[kind="let"], Program > ExportNamedDeclaration > VariableDeclaration[kind="let"]', message: 'No module-level mutable state.' }],
    },
  },
  {
    files: ['src/**'],
    ignores: ['src/editor/notices.ts'],
    rules: {
      'no-restricted-properties': ['error', ...['showInformationMessage', 'showWarningMessage', 'showErrorMessage'].map((property) => ({ property, message: 'Text becomes links there: use src/editor/notices.ts.' }))],
    },
  },
  layer(['src/core/**'], [vscode, nodeModules, above('ml', 'engine', 'ai', 'editor', 'shared')], ambient.filter((g) => g.name !== 'Date')),
  layer(['src/ml/**'], [vscode, nodeModules, above('engine', 'ai', 'editor', 'shared')], ambient),
  layer(['src/shared/**'], [vscode, nodeModules, above('engine', 'ai', 'editor', 'ml')]),
  layer(['src/ai/**'], [vscode, above('engine', 'agents', 'editor', 'ml', 'shared')]),
  layer(['src/engine/**'], [vscode, above('ai', 'agents', 'editor')]),
  layer(['src/agents/**'], [vscode, nodeModules, above('editor')]),
  layer(['src/cli.ts', 'src/cli/**'], [vscode, above('editor')]),
  layer(['webview-ui/**'], [vscode, nodeModules, above('engine', 'ai', 'editor', 'ml')]),
  {
    files: ['src/shared/**', 'webview-ui/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ regex: '/core/', allowTypeImports: true, message: 'Only types of core may be imported here.' }] }],
    },
  },
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: ['esbuild.js'], ...tseslint.configs.disableTypeChecked, languageOptions: { globals: { require: 'readonly', process: 'readonly', console: 'readonly' } } },
  { files: ['esbuild.js'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['eslint.config.mjs', 'test/fixtures/**/*.mjs'], ...tseslint.configs.disableTypeChecked },
);
