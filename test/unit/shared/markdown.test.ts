import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { markdownBlocks, safeMarkdown } from '../../../src/shared/markdown';

const hostile = ['![x](https://evil.example/a.png)', '[click](command:workbench.action.terminal.new)', '<img src=x onerror=alert(1)>', '<https://evil.example>', 'https://evil.example/?q=1', 'www.evil.example', 'me@evil.example', '# head', '> quote', '| a | b |', '[a]: https://evil.example', '&#106;avascript', '$(gear)', '---', 'title\n==='];

/** What is left when blocks, code and escaped characters are taken away, from the left as a renderer reads. */
function bare(markdown: string): string {
  const lines = markdown.replace(/^(`{3,})\n[^]*?^\1$/gm, '').replace(/^ *(?:-|\d+\.) /gm, '');
  return lines.replace(/\\[!-/:-@[-`{-~]|`[^`\n]+`|\*\*/g, '');
}

describe('Markdown of somebody who is not trusted', () => {
  it('keeps lists, strong words and code', () => {
    assert.equal(safeMarkdown('Use **the lid**:\n- run `make lid`\n2) then'), 'Use **the lid**\\:  \n- run `make lid`  \n2. then  ');
    assert.equal(safeMarkdown('```sh\nrm <a>\n```\nend'), '\n```\nrm <a>\n```\n\nend  ');
  });

  for (const text of hostile) {
    it(`leaves ${JSON.stringify(text)} what was written`, () => {
      for (const around of [text, `- ${text}`, `**${text}**`, `a ${text} b`]) {
        assert.doesNotMatch(bare(safeMarkdown(around)), /[!-/:-@[-`{-~]/);
      }
    });
  }

  it('ends no block where what is not seen stood between backticks', () => {
    assert.equal(safeMarkdown('~~~\n``\u200b``\n![x](https://evil.example)'), '\n`````\n````\n![x](https://evil.example)\n`````\n');
  });

  it('is parted without a sign of its own', () => {
    const plain = (text: string): object => ({ kind: 'plain', text });
    assert.deepEqual(markdownBlocks('Use **the lid**:\n- run `make lid`\n 2) <b>\n~~~\n- a\n'), [
      { kind: 'line', spans: [plain('Use '), { kind: 'strong', text: 'the lid' }, plain(':')] },
      { kind: 'item', number: null, indent: 0, spans: [plain('run '), { kind: 'code', text: 'make lid' }] },
      { kind: 'item', number: 2, indent: 1, spans: [plain('<b>')] },
      { kind: 'code', lines: ['- a', ''] },
    ]);
  });

  it('has no punctuation that is not escaped, whatever is written', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...hostile, '`', '``', '```', '~~~', '**', '\u200b', '\n', '- ', '1. ', '\\', ' '), fc.string({ maxLength: 4 })), { maxLength: 14 }), (parts) => {
        const safe = safeMarkdown(parts.join(''));
        const fences = safe.split('\n').filter((line) => /^`{3,}$/.test(line));
        assert.equal(fences.filter((fence) => fence === fences[0]).length % 2, 0);
        assert.doesNotMatch(bare(safe), /[!-/:-@[-`{-~]/);
      }),
    );
  });
});
