import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { closeAll, noProblems, open, openLog, orderLog, problems, withSetting, writeFile } from './support';

const jsonLines = [
  '{"time":"2026-11-22T10:00:00Z","level":"info","msg":"listening"}',
  '{"time":"2026-11-22T10:00:01Z","level":"error","msg":"Connection refused: db-1:5432"}',
  '',
].join('\n');

describe('what counts as a log', () => {
  afterEach(closeAll);

  for (const name of ['plain.log', 'rotated.log.1', 'service.out', 'service.err']) {
    it(name, async () => {
      await problems((await openLog(name, orderLog)).document.uri, 4);
    });
  }

  for (const name of ['events.jsonl', 'events.ndjson']) {
    it(`${name}, where its head reads as a log`, async () => {
      await problems((await openLog(name, jsonLines)).document.uri, 1);
    });
  }

  it('not a data set in JSON lines', async () => {
    const data = '{"question":"Which error is fatal?","answer":"None"}\n{"question":"Did it fail?","answer":"Yes"}\n';
    await noProblems((await openLog('questions.jsonl', data)).document.uri);
  });

  it('not the output of a program that is no log', async () => {
    await noProblems((await openLog('numbers.out', '1 2 3\n4 5 6\n')).document.uri);
  });

  it('not any other file', async () => {
    await noProblems((await openLog('essay.txt', orderLog)).document.uri);
  });

  it('a file of any name that files.associations gives the language Log', async () => {
    await withSetting('files.associations', { '*.journal': 'log' }, async () => {
      await problems((await openLog('today.journal', orderLog)).document.uri, 4);
    });
  });

  it('an unsaved document whose language is Log', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'log', content: orderLog });
    await vscode.window.showTextDocument(document);
    await problems(document.uri, 4);
  });

  it('a log outside the workspace', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'elsewhere-'));
    try {
      await problems((await open(writeFile('elsewhere.log', orderLog, folder))).document.uri, 4);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it('a log of another file system', async () => {
    const provider = vscode.workspace.registerFileSystemProvider('memory', new OneFile(Buffer.from(orderLog)), { isReadonly: true });
    try {
      const { document } = await open(vscode.Uri.parse('memory:/remote.log'));
      assert.equal(document.uri.scheme, 'memory');
      await problems(document.uri, 4);
    } finally {
      await closeAll();
      provider.dispose();
    }
  });
});

/** A read-only file system with the same content under every name. */
class OneFile implements vscode.FileSystemProvider {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;

  constructor(private readonly content: Uint8Array) {}

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat(): vscode.FileStat {
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.content.length };
  }

  readFile(): Uint8Array {
    return this.content;
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
}
