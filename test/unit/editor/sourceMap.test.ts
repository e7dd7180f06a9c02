import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { transformSync } from 'esbuild';
import { mapNamedIn, originalAt, parseMap } from '../../../src/editor/sourceMap';

describe('source maps', () => {
  it('tell what a line was made from, by a real compiler', () => {
    const source = 'interface Cart {\n  total: number;\n}\n\nexport function pay(cart: Cart): number {\n  return cart.total;\n}\n';
    const { code } = transformSync(source, { loader: 'ts', sourcemap: 'inline', sourcefile: 'src/pay.ts' });
    const named = mapNamedIn(code);
    assert.ok(named && 'text' in named);
    const map = parseMap(named.text);
    assert.ok(map);
    const line = code.split('\n').findIndex((each) => each.includes('cart.total'));
    const original = originalAt(map, line, code.split('\n')[line]!.indexOf('cart.total'));
    assert.deepEqual(original, { source: 'src/pay.ts', line: 5, column: source.split('\n')[5]!.indexOf('cart.total') });
    assert.equal(originalAt(map, 10_000, 0), null);
  });

  it('are named last in the script, and only beside it', () => {
    assert.deepEqual(mapNamedIn('a();\n//# sourceMappingURL=a.js.map\n'), { path: 'a.js.map' });
    assert.deepEqual(mapNamedIn('//# sourceMappingURL=old.map\na();\n//# sourceMappingURL=maps/a%20b.map'), { path: 'maps/a b.map' });
    for (const script of ['', 'a();', '//# sourceMappingURL=https://example.com/a.map', '//# sourceMappingURL=/etc/passwd', '//# sourceMappingURL=file:///etc/passwd', '//# sourceMappingURL=%E0%A4%A']) assert.equal(mapNamedIn(script), null, script);
  });

  it('that are broken map nothing', () => {
    for (const text of ['', '{', '[]', '{"mappings":7,"sources":[]}', '{"mappings":"AAAA","sources":[7]}', 'null', '<html>']) assert.equal(parseMap(text), null, text);
  });
});
