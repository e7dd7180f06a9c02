import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { folderOf, inertLine, readablePath } from '../../../webview-ui/text';

describe('inertLine', () => {
  it('folds line breaks and tabs into single spaces', () => {
    assert.equal(inertLine('  first\r\n\tsecond\u2028third ', 100), 'first second third');
  });

  it('drops colour codes and spells out what would reorder or hide text', () => {
    assert.equal(inertLine('\u001b[1;31mred\u001b[0m user \u202egpj.exe\u202c\u0007', 100), 'red user [U+202E]gpj.exe[U+202C][U+0007]');
  });

  it('leaves joined emoji and scripts that need joiners alone', () => {
    assert.equal(inertLine('👩‍🚀 می‌خواهم', 100), '👩‍🚀 می‌خواهم');
  });

  it('leaves markup as the text it is', () => {
    assert.equal(inertLine('<img src=x onerror=alert(1)> &amp;', 100), '<img src=x onerror=alert(1)> &amp;');
  });

  it('cuts long text with an ellipsis, never through a surrogate pair', () => {
    assert.equal(inertLine('abcdef', 6), 'abcdef');
    assert.equal(inertLine('abcdefg', 6), 'abcde…');
    assert.equal(inertLine('abcd😀fg', 6), 'abcd…');
    assert.equal(inertLine('x'.repeat(10_000_000), 400).length, 400);
  });

  it('is short, on one line and free of direction marks whatever it is given', () => {
    const steering = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.nat(0xffff).map((code) => String.fromCharCode(code)),
      fc.constantFrom('\u202e', '\u2066', '\n', '\u0000', '\u001b[31m', '😀'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')), fc.integer({ min: 1, max: 50 }), (text, limit) => {
        const line = inertLine(text, limit);
        assert.ok(line.length <= limit);
        assert.doesNotMatch(line, steering);
      }),
    );
  });
});

describe('paths', () => {
  it('writes a file on disk as a path and others as the URIs they are', () => {
    assert.equal(readablePath('file:///var/log/my%20app.log'), '/var/log/my app.log');
    assert.equal(readablePath('vscode-remote://ssh/var/log/a.log'), 'vscode-remote://ssh/var/log/a.log');
    assert.equal(readablePath('untitled:Untitled-1'), 'untitled:Untitled-1');
  });

  it('takes a percent sign that encodes nothing as it stands', () => {
    assert.equal(readablePath('file:///100%/a.log'), '/100%/a.log');
  });

  it('names the folder a file lies in', () => {
    assert.equal(folderOf('file:///srv/api/app.log'), 'api');
    assert.equal(folderOf('file:///app.log'), '');
    assert.equal(folderOf('untitled:Untitled-1'), '');
  });
});
