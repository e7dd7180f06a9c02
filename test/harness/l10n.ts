import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

import { categories, severities } from '../../src/core/finding';
import { rules } from '../../src/core/rules/rules';
import { vetoTitles } from '../../src/core/vetoes';
import { englishStrings } from '../../src/shared/dashboardStrings';
import { englishLogViewStrings } from '../../src/shared/logViewStrings';

/** The file of all strings of the source, in English; those of other languages stand beside it. All here is read from the project's folder, in which scripts and unit tests run. */
export const bundle = path.resolve('l10n', 'bundle.l10n.json');

/** Modules of the core whose sentences are handed to a translator by way of tables and returned strings. */
const tellers = ['src/core/explanationText.ts', 'src/core/factTexts.ts', 'src/core/anomalies/sentences.ts', 'src/core/trace/describe.ts'];

/**
 * Every string that is translated when it is shown: what the source hands to `l10n.t`, sentences of the core, names and
 * advice of rules, and the words of the pages. In alphabetic order.
 */
export function stringsOfSource(): string[] {
  const found = new Set<string>([...Object.values(englishStrings), ...Object.values(englishLogViewStrings), ...Object.values(vetoTitles), ...severities, ...categories]);
  for (const { title, actions } of rules) for (const text of [title, ...actions]) found.add(text);
  for (const file of ['src/extension.ts', ...filesIn('src/editor'), ...tellers]) for (const text of stringsIn(file)) found.add(text);
  return [...found].sort();
}

function filesIn(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(folder, name));
}

function stringsIn(file: string): string[] {
  const source = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /(?:^|\.)l10n\.t$|^say$/.test(node.expression.getText(source))) found.push(...literalsOf(node.arguments[0]));
    else if (tellers.includes(file) && ts.isStringLiteral(node) && isSentence(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What an argument may be: a string, or one of two. */
function literalsOf(node: ts.Node | undefined): string[] {
  if (node === undefined) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  return ts.isConditionalExpression(node) ? [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)] : [];
}

/** Whether a literal is said to people: no name of a module, a kind or a key is written so. */
function isSentence(node: ts.StringLiteral): boolean {
  return !ts.isImportDeclaration(node.parent) && /^(?:[A-Z{]).*(?:\s|\{\d\})/.test(node.text);
}
